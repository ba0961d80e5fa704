/** Strokes on a grid of 16 by 16. */
export const ICONS = {
  add: 'M8 3v10M3 8h10',
  remove: 'M3 8h10',
  fit: 'M2 5.5V2h3.5M14 5.5V2h-3.5M2 10.5V14h3.5M14 10.5V14h-3.5',
  new: 'M4 1.5h5L12.5 5v9.5h-8.5zM9 1.5V5h3.5',
  open: 'M1.5 13V3.5h4.5l1.5 2h5.5V7M1.5 13l2-6h11l-2 6z',
  save: 'M8 2v8M4.5 6.5 8 10l3.5-3.5M2.5 13.5h11',
  undo: 'M5.5 3 2.5 6l3 3M2.5 6h7a3.5 3.5 0 0 1 0 7H6',
  redo: 'M10.5 3l3 3-3 3M13.5 6h-7a3.5 3.5 0 0 0 0 7H10',
  stage: 'M1.5 3h13v8h-13zM5.5 13.5h5',
  expand: 'M9.5 2H14v4.5M6.5 14H2V9.5M14 2 9.5 6.5M2 14l4.5-4.5',
  shrink: 'M14 6.5H9.5V2M2 9.5h4.5V14M9.5 6.5 14 2M6.5 9.5 2 14',
  close: 'M4 4l8 8M12 4l-8 8',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
  moon: 'M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7z',
  system: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 2v12M8 5h4.5M8 8h6M8 11h4.5',
  help: 'M6 6a2 2 0 1 1 2.800 1.900C8.200 8.200 8 8.600 8 9.5M8 12v.1M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z',
  reset: 'M3 8a5 5 0 1 0 1.5-3.5L3 6M3 2.5V6h3.5',
  trash: 'M2.5 4.5h11M6 4.5V2.5h4v2M4 4.5l.7 9h6.600l.7-9M6.700 7v4M9.300 7v4',
  link: 'M6.5 9.5l3-3M7 4.5 8.5 3a3 3 0 0 1 4.300 4.300L11.300 9M9 11.5 7.5 13A3 3 0 0 1 3.200 8.700L4.700 7',
  power: 'M8 1.5V8M4.5 3.5a5.5 5.5 0 1 0 7 0',
  chevron: 'M5 6.5 8 9.5l3-3',
} as const;

export type IconName = keyof typeof ICONS;
