// The same file as benchmarks/LeadStore.Benchmarks/SampleStore.cs makes, in the application's own schema: 100,000 leads with 15 messages
// each, the messages interleaved in time. Made once and kept in the temporary directory.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Application } from './application.mjs';

export const leads = 100_000;
export const messagesEach = 15;
export const samplePath = join(tmpdir(), `leadstore-peer-${leads}x${messagesEach}.db`);

const sentence = 'I was wondering whether the stable could be ready before the end of the month, and what it would cost';

export const phone = n => `+4478${n + 10_000_000}`;

// A step that is prime to the number of leads visits them all, far from each other: the same leads in both programs.
export const step = 61_803;

export function ensureSample() {
    if (existsSync(`${samplePath}.complete`)) {
        return;
    }

    for (const ending of ['', '-wal', '-shm']) {
        rmSync(samplePath + ending, { force: true });
    }

    console.error(`// Making ${samplePath}`);
    const application = new Application(samplePath, { synchronous: 'NORMAL', create: true });
    const random = generator(20260101);
    const order = Array.from({ length: leads }, (_, n) => n);
    const day = Date.UTC(2026, 0, 1, 8);
    const insert = application.db.prepare(
        `INSERT INTO leads (id, phone, name, email, status, progress, answers, createdAt, lastContact)
         VALUES (?, ?, ?, ?, 'active', ?, ?, ?, ?)`);
    const answers = JSON.stringify({
        question_1: 'Double stable',
        question_2: 'Yes, mobile',
        question_3: 'As soon as possible',
        question_4: 'SW1A 1AA',
    });
    shuffle(order, random);
    inBatches(application, order, (n, at) => {
        const time = new Date(day).toISOString();
        insert.run(at + 1, phone(n), `Customer ${n}`, `customer${n}@example.com`, n % 100, answers, time, time);
    });
    for (let round = 0; round < messagesEach; round++) {
        shuffle(order, random);
        inBatches(application, order, (n, at) => {
            const time = new Date(day + round * 86_400_000 + (at + 1) * 500).toISOString();
            const text = sentence.slice(0, 20 + Math.floor(random() * 80));
            application.createMessage(n + 1, round % 2 === 0 ? 'customer' : 'assistant', text, time);
        });
    }

    application.db.pragma('wal_checkpoint(TRUNCATE)');
    application.close();
    writeFileSync(`${samplePath}.complete`, '');
}

function inBatches(application, order, work) {
    const batch = application.db.transaction((from, to) => {
        for (let at = from; at < to; at++) {
            work(order[at], at);
        }
    });
    for (let from = 0; from < order.length; from += 1000) {
        batch(from, from + 1000);
    }
}

function shuffle(values, random) {
    for (let i = values.length - 1; i > 0; i--) {
        const j = Math.floor(random() * (i + 1));
        [values[i], values[j]] = [values[j], values[i]];
    }
}

// Repeatable: a linear congruential generator is random enough to scatter rows.
function generator(seed) {
    let state = seed >>> 0;
    return () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return state / 4_294_967_296;
    };
}
