/**
 * The params of one occurrence: `{businessDate}` and `{scheduledTime}` inside their texts are filled in. Both are plain
 * ASCII without quotes, so the JSON text stays JSON, with its order of keys and its big integers.
 */
export function paramsFor(params: string, scheduledTime: Date, businessDate: string): string {
  if (!params.includes('{businessDate}') && !params.includes('{scheduledTime}')) return params;
  return params.replaceAll('{businessDate}', businessDate).replaceAll('{scheduledTime}', scheduledTime.toISOString());
}
