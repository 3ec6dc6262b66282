/** Whether the viewer may do something to an item; the server says so with the item. */
export const may = (item: object, action: string): boolean => {
  const { permissions } = item as { permissions?: readonly string[] };
  return permissions === undefined || permissions.includes(action);
};
