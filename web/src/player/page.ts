/** `play.html?patch=…`: one patch over the whole page, for an exhibition. */

import './index';
import './page.css';

import { type PlayRequest, readRequest } from './request';

/** How long the pointer rests before it is hidden, in milliseconds. */
const REST_MS = 3_000;

show(readRequest(location.href));

function show(request: PlayRequest): void {
  switch (request.type) {
    case 'play':
      play(request.src, request.isKeptAwake);
      break;
    case 'ask': {
      const text = `This patch comes from ${request.from}. It can connect to any server, and use what this browser keeps for it. Play it if you trust where it comes from.`;
      say('Play this patch?', text, () => play(request.src, request.isKeptAwake));
      break;
    }
    case 'refuse':
      say('Nothing to play', request.reason);
  }
}

function play(src: string, isKeptAwake: boolean): void {
  const player = document.createElement('ropewalk-patch');
  player.autoReload = true;
  player.keepAwake = isKeptAwake;
  player.src = src;
  player.addEventListener('load', () => {
    if (player.name) document.title = player.name;
  });
  document.body.replaceChildren(player);
  hidePointerAtRest(player);
}

/** Says something, with a button to play all the same where there is something to play. */
function say(title: string, text: string, onplay?: () => void): void {
  const box = document.createElement('main');
  box.className = 'ask';
  const heading = document.createElement('h1');
  heading.textContent = title;
  const paragraph = document.createElement('p');
  paragraph.textContent = text;
  box.append(heading, paragraph);
  if (onplay) {
    const button = document.createElement('button');
    button.textContent = 'Play it';
    button.onclick = onplay;
    box.append(button);
  }
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
