/** The edits that make several commands into one, loaded once the page has opened. */
export { align, distribute, tidy } from './arrange';
export { createArea } from './area';
export { goToBookmark, toggleBookmarks } from './bookmarks';
export { copyForCables, duplicate, insert, paste } from './clipboard';
export { offerConverters } from './convert';
export { setDisabled, toggleSelection } from './disable';
export { addInto, insertInto, passageOf } from './insert';
export { removeSelection, unlinkSelection } from './joins';
export { createSubpatch, dropInto, transfer, unpack } from './subpatches';
export { keepOwnCopy } from './ownCopy';
