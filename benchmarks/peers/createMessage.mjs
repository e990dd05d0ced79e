// node createMessage.mjs [--rounds N] [--calls N]: the application's verbs over better-sqlite3, one by one, durable, on random leads.
// node createMessage.mjs --serve: the same in blocks, as compare.mjs asks for them: "verb calls" a line, answered with µs per call.
import { copyFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { Application } from './application.mjs';
import { ensureSample, leads, phone, samplePath, step } from './sampleStore.mjs';

const { values: options } = parseArgs({
    options: {
        rounds: { type: 'string', default: '15' },
        calls: { type: 'string', default: '2000' },
        serve: { type: 'boolean', default: false },
    },
});

ensureSample();
const copy = `${samplePath}.work`;
copyFileSync(samplePath, copy);
const application = new Application(copy, { synchronous: 'FULL' });
let at = 0;
let seen = 0;
const next = () => at = (at + step) % leads;
const verbs = {
    createMessage: () => application.createMessage(1 + next(), 'customer', 'Is the stable still for sale?').id,
    hit: () => application.checkExistingCustomer(phone(next())).progress,
    miss: () => application.checkExistingCustomer('+447700900123') ? 1 : 0,
    history: () => application.getConversationHistory(1 + next()).length,
};

function measure(verb, calls) {
    const call = verbs[verb];
    const start = process.hrtime.bigint();
    for (let i = 0; i < calls; i++) {
        seen += Number(call());
    }

    return Number(process.hrtime.bigint() - start) / 1000 / calls;
}

function finish() {
    application.close();
    for (const ending of ['', '-wal', '-shm']) {
        rmSync(copy + ending, { force: true });
    }
}

if (options.serve) {
    console.log(`ready better-sqlite3, SQLite ${application.version}`);
    const lines = createInterface({ input: process.stdin });
    lines.on('line', line => {
        const [verb, calls] = line.split(' ');
        console.log(measure(verb, Number(calls)).toFixed(3));
    });
    lines.on('close', finish);
} else {
    console.log(`better-sqlite3, SQLite ${application.version}, synchronous FULL, Node ${process.version}`);
    const rounds = Number(options.rounds);
    for (const verb of Object.keys(verbs)) {
        measure(verb, 200);
        const times = Array.from({ length: rounds }, () => measure(verb, Number(options.calls))).sort((a, b) => a - b);
        const median = times[Math.floor(times.length / 2)];
        const range = `${times[0].toFixed(1)} to ${times.at(-1).toFixed(1)}, ${rounds} rounds`;
        console.log(`${verb.padEnd(14)} ${median.toFixed(1).padStart(9)} µs  (${range})`);
    }

    finish();
}
