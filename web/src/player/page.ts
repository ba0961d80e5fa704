/** `play.html?patch=…`: one patch over the whole page, for an exhibition. */

import './index';
import './page.css';

import { type PlayRequest, readRequest } from './request';

/** How long the pointer rests before it is hidden, in milliseconds. */
const REST_MS = 3_000;

const request = readRequest(location.href);
if (request.type === 'play') play(request);
else refuse(request.reason);

function play({ src, isHeld, isKeptAwake }: PlayRequest & { type: 'play' }): void {
  const player = document.createElement('ropewalk-patch');
  player.autoReload = true;
  player.keepAwake = isKeptAwake;
  player.hold = isHeld;
  player.src = src;
  player.addEventListener('load', () => {
    if (player.name) document.title = player.name;
  });
  document.body.replaceChildren(player);
  hidePointerAtRest(player);
}

function refuse(reason: string): void {
  const box = document.createElement('main');
  const heading = document.createElement('h1');
  heading.textContent = 'Nothing to play';
  const paragraph = document.createElement('p');
  paragraph.textContent = reason;
  box.append(heading, paragraph);
  document.body.replaceChildren(box);
}

function hidePointerAtRest(element: HTMLElement): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const rest = () => {
    element.classList.remove('idle');
    clearTimeout(timer);
    timer = setTimeout(() => element.classList.add('idle'), REST_MS);
  };
  document.addEventListener('pointermove', rest);
  rest();
}
