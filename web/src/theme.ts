import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';
import i18next from 'i18next';

const FONTS =
  'Pretendard, -apple-system, BlinkMacSystemFont, "Segoe UI", "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR", Roboto, sans-serif';

const slate: MantineColorsTuple = [
  '#eef1f5',
  '#d7dce3',
  '#b4bcc8',
  '#8d97a5',
  '#6b7684',
  '#3d4654',
  '#2c3440',
  '#1f2630',
  '#171d25',
  '#10151b',
];

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 8 },
  defaultRadius: 'md',
  fontFamily: FONTS,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "JetBrains Mono", Menlo, Consolas, "Noto Sans Mono CJK KR", monospace',
  headings: { fontFamily: FONTS, fontWeight: '650' },
  colors: { dark: slate },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Notification: {
      // A function: the language may change while the page is open.
      defaultProps: () => ({ closeButtonProps: { 'aria-label': i18next.t('scheduler:close') } }),
    },
    // A `header` outside of the page's sections would be a second banner.
    ModalHeader: { defaultProps: { component: 'div' } },
    Modal: {
      defaultProps: () => ({ closeButtonProps: { 'aria-label': i18next.t('scheduler:close') } }),
    },
  },
});

/** Stock Mantine fails the contrast of WCAG AA for dimmed text and for some accents. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f7f8fa',
    '--mantine-color-text': '#161b22',
    '--mantine-color-dimmed': '#4d5866',
    '--mantine-color-placeholder': '#5c6773',
    '--mantine-color-anchor': '#2f4bc7',
    '--mantine-color-error': '#b3261e',
    '--surface': '#ffffff',
    '--surface-2': '#f1f3f6',
    '--line': '#dde2e8',
  },
  dark: {
    '--mantine-color-dimmed': '#a3aebb',
    '--mantine-color-placeholder': '#97a2af',
    '--mantine-color-anchor': '#9db2ff',
    '--mantine-color-error': '#ff9d94',
    '--surface': '#171d25',
    '--surface-2': '#1f2630',
    '--line': '#2f3844',
    '--mantine-color-body': '#10151b',
  },
});
