/** The folders of the person's own, for every part of the window that shows them. */
import { createContext, use } from "react";
import type { FolderView } from "../ipc/types";

export const NO_FOLDERS: readonly FolderView[] = [];

export const FoldersContext = createContext<readonly FolderView[]>(NO_FOLDERS);

export const useFolders = () => use(FoldersContext);

/** The name of the folder in which a conversation is; empty if in none. */
export function folderOf(folders: readonly FolderView[], roomId: string): string {
  return folders.find(({ rooms }) => rooms.includes(roomId))?.name ?? "";
}
