/** The words of the index page. */
export const WORDS = {
  en: {
    loading: 'Loading ...',
    about:
      'This server has the API and what monitoring needs. It answers this machine only, since there is no sign-in yet.',
    links: 'Pages',
    apiDocs: 'API documentation',
    noScript: 'The tables need JavaScript; the same data are in the API.',
    crons: 'Crons',
    executions: 'Latest executions',
    name: 'Name',
    schedule: 'Schedule',
    handler: 'Handler',
    next: 'Next time',
    id: 'Id',
    status: 'Status',
    scheduled: 'Scheduled',
    duration: 'Duration',
    result: 'Result',
    noCrons: 'No crons yet. Add one with: jobu cron add',
    noExecutions: 'No executions yet. Run a cron now with: jobu cron trigger NAME',
    disabled: 'disabled',
    onTrigger: 'on trigger only',
    zoneNote: 'Times in',
    refreshNote: 'Refreshed every 5 s.',
    updated: 'Last at',
    stale: 'The data are old:',
  },
  ko: {
    loading: '불러오는 중 ...',
    about: 'API와 모니터링 주소를 제공하는 서버입니다. 아직 로그인 기능이 없어 이 컴퓨터에서만 접속할 수 있습니다.',
    links: '페이지',
    apiDocs: 'API 문서',
    noScript: '아래 표를 보려면 JavaScript가 필요합니다. 같은 내용을 API에서도 볼 수 있습니다.',
    crons: '크론',
    executions: '최근 실행',
    name: '이름',
    schedule: '스케줄',
    handler: '핸들러',
    next: '다음 실행',
    id: '번호',
    status: '상태',
    scheduled: '예정 시각',
    duration: '걸린 시간',
    result: '결과',
    noCrons: '아직 크론이 없습니다. 추가하려면: jobu cron add',
    noExecutions: '아직 실행 기록이 없습니다. 지금 실행하려면: jobu cron trigger 이름',
    disabled: '꺼짐',
    onTrigger: '요청할 때만 실행',
    zoneNote: '표시 시간대:',
    refreshNote: '5초마다 새로 고칩니다.',
    updated: '마지막 갱신:',
    stale: '최신 정보가 아닙니다:',
  },
} as const;

export type Language = keyof typeof WORDS;

/** The language a browser prefers among ours, by its Accept-Language. Default English. */
export function languageOf(header = ''): Language {
  const wanted = header
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.find((parameter) => parameter.trim().startsWith('q='));
      return { language: tag.split('-')[0]!, weight: weight === undefined ? 1 : Number(weight.trim().slice(2)) };
    })
    .filter(({ language, weight }) => Object.hasOwn(WORDS, language) && weight > 0)
    .sort((one, other) => other.weight - one.weight);
  return (wanted[0]?.language ?? 'en') as Language;
}
