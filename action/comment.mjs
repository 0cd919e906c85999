// Writes a file as a comment on a pull request, in the place of the one that an earlier run has written.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const { COMMENT, GITHUB_API_URL, GITHUB_REPOSITORY, INPUT_PATH, PULL_REQUEST, TOKEN } = process.env;

/** How the comment is known again, one for each path. It is not shown. */
const MARK = `<!-- cdk8s-rollouts ${createHash('sha256').update(INPUT_PATH).digest('hex').slice(0, 12)} -->`;
/** GitHub takes no more characters. */
const MOST = 65_536;

const text = readFileSync(COMMENT, 'utf8');
const whole = `${MARK}\n${text}`;
const body = whole.length <= MOST ? whole : `${MARK}\n${shortened(text)}`;
const comments = `/repos/${GITHUB_REPOSITORY}/issues/${Number(PULL_REQUEST)}/comments`;

try {
  const known = await existing();
  if (known === undefined) {
    await ask('POST', comments, { body });
  } else if (known.body !== body) {
    await ask('PATCH', `/repos/${GITHUB_REPOSITORY}/issues/comments/${known.id}`, { body });
  }
} catch (error) {
  // The token of a pull request from a fork may write nothing.
  process.stdout.write(`The comment is not written: ${error.message}\n`);
}

async function existing() {
  for (let page = 1; ; page++) {
    const some = await ask('GET', `${comments}?per_page=100&page=${page}`);
    const found = some.find((one) => one.body?.startsWith(MARK) && one.user?.type === 'Bot');
    if (found !== undefined || some.length < 100) {
      return found;
    }
  }
}

/** Whole lines, so that no code span stays open. */
function shortened(all) {
  const told = '\n\nThe rest is too long for a comment: see the page.\n';
  const room = MOST - MARK.length - told.length - 1;
  return `${all.slice(0, Math.max(0, all.lastIndexOf('\n', room)))}${told}`;
}

async function ask(method, path, data) {
  const answer = await fetch(`${GITHUB_API_URL}${path}`, {
    method,
    headers: {
      'accept': 'application/vnd.github+json',
      'authorization': `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      'x-github-api-version': '2022-11-28',
    },
    body: data === undefined ? undefined : JSON.stringify(data),
  });
  if (!answer.ok) {
    throw new Error(`${method} ${path} is answered with ${answer.status}`);
  }
  return answer.json();
}
