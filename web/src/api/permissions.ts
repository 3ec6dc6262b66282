/** Whether the viewer may do something to an item; the server says so with the item. */
export const may = ({ permissions }: { readonly permissions: readonly string[] }, action: string): boolean =>
  permissions.includes(action);
