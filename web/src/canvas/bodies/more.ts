import type { Bodies } from '.';
import Bar from './Bar.svelte';
import Light from './Light.svelte';
import LongText from './LongText.svelte';

/** The bodies that the first load leaves out. */
const MORE: Bodies = {
  'Ops.Ui.VizArrayTable': LongText,
  'Ops.Ui.VizString': LongText,
  'Ops.Ui.VizObject': LongText,
  'Ops.Ui.VizLogger': LongText,
  'Ops.Ui.VizTrigger': Light,
  'Ops.Ui.VizNumberBar': Bar,
};

export default MORE;
