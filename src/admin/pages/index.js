// Fills the two tables of the index page from the API and keeps them fresh while the page is looked at.

const REFRESH_MS = 5000;
const SHOWN = 20;
const TEXT_LIMIT = 200;
const KINDS = { SUCCESS: 'good', FAILED: 'bad', TIMEOUT: 'bad', RUNNING: 'busy' };

const { zone, language } = document.body.dataset;
const element = (id) => document.getElementById(id);
const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
const zoneName = (date) =>
  new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'short' })
    .formatToParts(date)
    .find(({ type }) => type === 'timeZoneName').value;
const numbers = new Intl.NumberFormat(language);

function timeOf(text) {
  if (text === null) return '';
  const date = new Date(text);
  return `${clock.format(date)} ${zoneName(date)}`;
}

function durationOf(ms) {
  if (ms === null) return '';
  return ms < 1000 ? `${numbers.format(ms)} ms` : `${numbers.format(Math.round(ms / 100) / 10)} s`;
}

function cell(text, className) {
  const made = document.createElement('td');
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function show(body, rows) {
  if (rows.length === 0) {
    const only = cell(body.dataset.empty, 'soft');
    only.colSpan = body.parentElement.tHead.rows[0].cells.length;
    rows.push([only]);
  }
  body.replaceChildren(
    ...rows.map((cells) => {
      const row = document.createElement('tr');
      row.append(...cells);
      return row;
    }),
  );
}

function resultOf({ errorMessage, skipReason, result, progress, progressMessage }) {
  if (errorMessage !== null) return errorMessage;
  if (skipReason !== null) return skipReason;
  if (progress !== null && result === null) return `${Math.round(progress * 100)} % ${progressMessage ?? ''}`;
  return result === null || result === undefined ? '' : JSON.stringify(result);
}

const shorten = (text) => (text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT)}…` : text);

async function read(path) {
  const response = await fetch(`api/v1/${path}`, { headers: { accept: 'application/json' } });
  const body = await response.json();
  if (!response.ok) throw new Error(body.detail ?? response.statusText);
  return body.items;
}

async function refresh() {
  const [crons, executions] = await Promise.all([read(`crons?limit=${SHOWN}`), read(`executions?limit=${SHOWN}`)]);
  const { disabled, onTrigger } = element('crons').dataset;
  show(
    element('crons'),
    crons.map((cron) => [
      cell(cron.name, 'text'),
      cell(cron.cronExpression === null ? onTrigger : `${cron.cronExpression} (${cron.timeZone})`),
      cell(cron.handlerName, 'text'),
      cell(
        cron.errorMessage ?? (cron.isEnabled ? timeOf(cron.nextRunAt) : disabled),
        cron.errorMessage ? 'bad text' : 'exact',
      ),
    ]),
  );
  show(
    element('executions'),
    executions.map((execution) => [
      cell(execution.id, 'exact'),
      cell(execution.status, `exact ${KINDS[execution.status] ?? 'soft'}`),
      cell(execution.cronName ?? execution.handlerName, 'text'),
      cell(timeOf(execution.scheduledTime), 'exact'),
      cell(durationOf(execution.durationMs), 'exact'),
      cell(shorten(resultOf(execution)), 'text'),
    ]),
  );
}

async function keepFresh() {
  const state = element('state');
  const updated = element('updated');
  try {
    if (!document.hidden) {
      await refresh();
      state.textContent = '';
      state.className = '';
      updated.textContent = `${updated.dataset.updated} ${timeOf(new Date().toISOString())}.`;
    }
  } catch (error) {
    state.textContent = `${updated.dataset.stale} ${error.message}`;
    state.className = 'bad';
  }
  setTimeout(keepFresh, REFRESH_MS);
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) refresh().catch(() => {});
});
keepFresh();
