// node compare.mjs [--rounds N] [--calls N]: better-sqlite3 and LeadStore, both with their file open all the time, block by block in turn,
// and the median of the ratios: what a shared and noisy machine can still tell. Build first:
// dotnet build -c Release benchmarks/LeadStore.Benchmarks
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
    options: { rounds: { type: 'string', default: '21' }, calls: { type: 'string', default: '2000' } },
});
const rounds = Number(options.rounds);

// A multiple of the 64 callers.
const calls = Math.max(1, Math.round(Number(options.calls) / 64)) * 64;
const here = name => fileURLToPath(new URL(name, import.meta.url));

class Side {
    constructor(command, ...args) {
        this.process = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
        this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
    }

    async line() {
        for (;;) {
            const { value, done } = await this.lines.next();
            if (done) {
                throw new Error('One of the two programs has ended. Is it installed and built?');
            }

            if (!value.startsWith('//')) {
                return value;
            }
        }
    }

    async ready() {
        return (await this.line()).replace(/^ready /, '');
    }

    async measure(verb, calls) {
        this.process.stdin.write(`${verb} ${calls}\n`);
        return Number(await this.line());
    }

    end() {
        this.process.stdin.end();
    }
}

const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const peer = new Side(process.execPath, here('createMessage.mjs'), '--serve');
const peerName = await peer.ready();
const ours = new Side('dotnet', here('../LeadStore.Benchmarks/bin/Release/net10.0/LeadStore.Benchmarks.dll'), 'serve');
const ourName = await ours.ready();
console.log(`${peerName} and ${ourName}, durable, random leads of 100,000, ${rounds} rounds of ${calls} calls in turn\n`);
console.log('| | better-sqlite3 µs | LeadStore µs | ratio | from | to |');
console.log('|---|---:|---:|---:|---:|---:|');

// What is measured, and what each of the two is asked for. Node has one thread, so that its messages come one by one.
const rows = [
    ['createMessage, one caller', 'createMessage', 'createMessage'],
    ['createMessage, 64 threads', 'createMessage', 'threads'],
    ['createMessage, 64 tasks', 'createMessage', 'tasks'],
    ['customer by phone, hit', 'hit', 'hit'],
    ['customer by phone, miss', 'miss', 'miss'],
    ['history of 15 and more', 'history', 'history'],
];
for (const [name, theirVerb, ourVerb] of rows) {
    const theirs = [];
    const mine = [];
    for (let round = -1; round < rounds; round++) {
        // Who goes first alternates.
        const times = [0, 0];
        for (const side of round % 2 === 0 ? [0, 1] : [1, 0]) {
            times[side] = await (side === 0 ? peer.measure(theirVerb, calls) : ours.measure(ourVerb, calls));
        }

        if (round >= 0) {
            theirs.push(times[0]);
            mine.push(times[1]);
        }
    }

    const ratios = mine.map((time, round) => time / theirs[round]);
    console.log(`| ${name} | ${median(theirs).toFixed(1)} | ${median(mine).toFixed(1)} | ${median(ratios).toFixed(2)} `
        + `| ${Math.min(...ratios).toFixed(2)} | ${Math.max(...ratios).toFixed(2)} |`);
}

peer.end();
ours.end();
