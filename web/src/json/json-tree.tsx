import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from '../shell/clipboard.ts';
import { JsonView } from './json-view.tsx';
import { type JsonNode, treeOf } from './tree.ts';

function Node({ node }: { node: JsonNode }) {
  const { t } = useTranslation('shell');
  const { key, path, text, kind, children } = node;
  return (
    <li>
      <button type="button" title={t('json.copyPath', { path })} onClick={() => void copyText(path)}>
        {key}
      </button>
      {children ? (
        <details open>
          <summary>{text === '{' ? `{ ${children.length} }` : `[ ${children.length} ]`}</summary>
          <Nodes nodes={children} />
        </details>
      ) : (
        <span data-kind={kind}>{text}</span>
      )}
    </li>
  );
}

function Nodes({ nodes }: { nodes: readonly JsonNode[] }) {
  return (
    <ul>
      {nodes.map((node) => (
        <Node key={node.path} node={node} />
      ))}
    </ul>
  );
}

/** JSON as a tree whose parts close, where a click on a name copies its path; or as lines. */
export function JsonTree({ text, label }: { text: string | null | undefined; label: string }) {
  const { t } = useTranslation('shell');
  const [isRaw, setRaw] = useState(false);
  const tree = text === null || text === undefined ? undefined : treeOf(text);
  if (!tree?.children?.length) return <JsonView text={text} label={label} />;
  return (
    <div className="json-tree">
      <SegmentedControl
        size="xs"
        aria-label={label}
        value={isRaw ? 'raw' : 'tree'}
        onChange={(value) => setRaw(value === 'raw')}
        data={[
          { value: 'tree', label: t('json.tree') },
          { value: 'raw', label: t('json.raw') },
        ]}
      />
      {isRaw ? (
        <JsonView text={text} label={label} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className="json" tabIndex={0} aria-label={label}>
          <Nodes nodes={tree.children} />
        </section>
      )}
    </div>
  );
}
