/** Running other programs, none of which outlives this one. */

import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import { Failure } from './failure.mjs';
import { duration } from './progress.mjs';
import { root } from './project.mjs';

/** How long a program may take to end after it was asked to, in milliseconds. */
const GRACE = 5_000;

/** The process groups that are running, by the process that leads each. */
const groups = new Set(/** @type {number[]} */ ([]));

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] The project's folder if not given.
 * @property {Record<string, string | undefined>} [env] What differs from our own environment.
 * @property {string} [input] What it reads from stdin; nothing if not given.
 * @property {boolean} [stdoutIsData] It is for a program to read: no part of `output`.
 * @property {(line: string) => void} [detail] Gets the newest line of output.
 * @property {number} [timeout] In milliseconds; none if not given.
 * @property {string} [help] What to do when it fails.
 */

/**
 * Runs a program to its end.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ stdout: string, output: string }>} `output` has stdout and stderr as they
 *   came.
 * @throws {Failure} When it cannot be started, ends with another code than 0 or takes too long.
 */
export async function run(program, args, options = {}) {
  const child = spawn(program, args, {
    cwd: options.cwd ?? root,
    env: { ...process.env, ...options.env },
    stdio: 'pipe',
    // A group of its own, so that what the program starts can be ended with it.
    detached: true,
  });
  const { pid } = child;
  if (pid) groups.add(pid);
  // A program that ends without having read it all is judged by its code.
  child.stdin.on('error', () => {}).end(options.input ?? '');
  let stdout = '';
  let output = '';
  let late = false;
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
    if (!options.stdoutIsData) take(text);
  });
  child.stderr.setEncoding('utf8').on('data', take);
  const timer =
    options.timeout &&
    setTimeout(() => {
      late = true;
      if (pid) void endGroup(pid);
    }, options.timeout);
  /** @type {string} */
  const end = await new Promise((resolve) => {
    // What it left behind would hold the pipes open, and outlive us.
    child.on('exit', () => pid && signalGroup(pid, 'SIGKILL'));
    child.on('error', (error) => resolve(`could not be started: ${error.message}`));
    child.on('close', (code, signal) => {
      resolve(
        code === null ? `was ended by ${signal}` : code === 0 ? '' : `ended with code ${code}`,
      );
    });
  });
  clearTimeout(timer || undefined);
  if (pid) groups.delete(pid);
  const failed = late ? `was ended after ${duration(options.timeout ?? 0)}` : end;
  if (failed) {
    const command = `\`${[program, ...args].join(' ')}\` ${failed}.`;
    throw new Failure(options.help ? `${command}\n${options.help}` : command, output);
  }
  return { stdout, output };

  /** @param {string} text */
  function take(text) {
    output += text;
    const lines = stripVTControlCharacters(text).split(/[\r\n]/);
    const newest = lines.findLast((line) => line.trim() !== '');
    if (newest) options.detail?.(newest.trim());
  }
}

/**
 * Starts a program that runs until it is stopped; its output is for the caller to read.
 *
 * @param {string} program
 * @param {string[]} args
 * @returns The running program.
 */
export function start(program, args) {
  const child = spawn(program, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const { pid } = child;
  if (pid) {
    groups.add(pid);
    child.on('exit', () => groups.delete(pid));
  }
  return child;
}

/** Has every program that is running here end with this one. */
export function endAllOnSignal() {
  for (const [signal, code] of /** @type {const} */ ([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])) {
    process.on(signal, async () => {
      await Promise.all([...groups].map(endGroup));
      process.exit(code);
    });
  }
  process.on('exit', () => groups.forEach((leader) => signalGroup(leader, 'SIGKILL')));
}

/**
 * @param {string} program
 * @param {string[]} [folders] Where to look besides `PATH`.
 * @returns {string | undefined} The program's path.
 */
export function which(program, folders = []) {
  return [...(process.env.PATH ?? '').split(delimiter), ...folders]
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, program))
    .find(isProgram);
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Ends a process group, kindly at first.
 *
 * @param {number} leader
 */
async function endGroup(leader) {
  signalGroup(leader, 'SIGTERM');
  const deadline = performance.now() + GRACE;
  while (performance.now() < deadline) {
    if (!signalGroup(leader, 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  signalGroup(leader, 'SIGKILL');
}

/**
 * @param {number} leader
 * @param {NodeJS.Signals | 0} signal
 * @returns {boolean} Whether the group was there.
 */
function signalGroup(leader, signal) {
  try {
    return process.kill(-leader, signal);
  } catch {
    return false;
  }
}
