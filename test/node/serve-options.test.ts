import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { UsageError } from '../../src/node/command.ts';
import { parseServeArguments } from '../../src/node/serve-options.ts';

const wrong: [args: string[], told: RegExp][] = [
  [['--host', '0.0.0.0'], /Cannot listen on 0\.0\.0\.0 .*CARTOGRAPH_TOKEN/],
  [['--host', '::'], /CARTOGRAPH_TOKEN/],
  [['--host', 'localhost.evil.example'], /CARTOGRAPH_TOKEN/],
  [['--host='], /--host .*it is empty/],
  [['--data='], /--data .*it is empty/],
  [['--port', '65536'], /--port .*"65536"/],
  [
    ['--port', '-1'],
    /^Cannot use --port as a value that begins with a dash must follow an =: write --port=-1$/,
  ],
  [['--port=-1'], /--port .*from 0 to 65535: "-1"/],
  [['--data', '--port', '1'], /^Cannot use --data as it must have a value: --port follows$/],
  [['--data'], /^Cannot use --data as it must have a value: there is none$/],
  [['--port', 'x'], /--port .*"x"/],
  [['--cache', '0'], /--cache .*"0"/],
  [['--time-zone', 'Mars/Base'], /time zone "Mars\/Base"/],
  [['--cors', '*'], /--cors .*such as https:\/\/shop\.example: "\*"/],
  [['--cors', 'null'], /--cors/],
  [['--cors='], /--cors .*""/],
  [['--cors', 'shop.example'], /--cors/],
  [['--cors', 'https://a.example', '--cors', 'file:///x'], /--cors .*"file/],
  [['--cors', 'https://shop.example/'], /, here https:\/\/shop\.example: "https:\/\/shop\.example\/"/],
  [['--cors', 'https://shop.example/path'], /, here https:\/\/shop\.example:/],
  [['--cors', 'https://shop.example:443'], /, here https:\/\/shop\.example:/],
  [['--cors', 'https://Shop.example'], /, here https:\/\/shop\.example:/],
  [['--cors', 'https://user@shop.example'], /, here https:\/\/shop\.example:/],
  [['--cors', 'https://*.shop.example'], /--cors/],
  [['--cors', 'https://a.example,https://b.example'], /--cors/],
  [['--cors', 'https://a.example,b.example'], /--cors/],
  [['--compat=yes'], /--compat/],
  [['--nope'], /Unknown option '--nope'/],
  [['file'], /Unexpected argument 'file'/],
];

describe('parseServeArguments()', () => {
  for (const [args, told] of wrong) {
    test(`refuses ${args.join(' ')}`, () => {
      for (const CARTOGRAPH_TOKEN of [undefined, '', ' \n']) {
        assert.throws(
          () => parseServeArguments(args, { CARTOGRAPH_TOKEN }),
          (error: Error) => error instanceof UsageError && told.test(error.message),
        );
      }
    });
  }

  test('has a default for everything', () => {
    assert.deepEqual(parseServeArguments([], {}), {
      data: 'data',
      host: '127.0.0.1',
      port: 4000,
      isLocal: true,
      timeZone: undefined,
      cacheBytes: 512_000_000,
      token: undefined,
      cors: [],
      compat: false,
      production: false,
    });
  });

  test('takes origins and compatibility', () => {
    const origins = ['https://shop.example', 'http://localhost:3000', 'http://[::1]:8080'];
    const parsed = parseServeArguments(['--compat', ...origins.flatMap((one) => ['--cors', one])], {});
    assert.ok(typeof parsed === 'object');
    assert.deepEqual([parsed.cors, parsed.compat], [origins, true]);
  });

  test('takes any host with a token', () => {
    const parsed = parseServeArguments(['--host', '0.0.0.0'], {
      CARTOGRAPH_TOKEN: 's',
      NODE_ENV: 'production',
    });
    assert.ok(typeof parsed === 'object');
    assert.deepEqual([parsed.token, parsed.isLocal, parsed.production], ['s', false, true]);
  });

  test('takes no token that a header cannot carry, and does not repeat it', () => {
    for (const CARTOGRAPH_TOKEN of ['a secret', 'a\tb', 'a\nb', 'a\x7Fb', 'sécret']) {
      assert.throws(
        () => parseServeArguments([], { CARTOGRAPH_TOKEN }),
        (error: Error) =>
          error instanceof UsageError &&
          error.message.startsWith('Cannot use CARTOGRAPH_TOKEN as ') &&
          !error.message.includes(CARTOGRAPH_TOKEN),
      );
    }
    const parsed = parseServeArguments([], { CARTOGRAPH_TOKEN: '!s~cret/+=\n' });
    assert.ok(typeof parsed === 'object');
    assert.equal(parsed.token, '!s~cret/+=', 'the end of a line is none of it');
  });

  test('knows help and the version before all else', () => {
    assert.equal(parseServeArguments(['--help', '--port', 'x'], {}), 'help');
    assert.equal(parseServeArguments(['--version'], {}), 'version');
  });
});
