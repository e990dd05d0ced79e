// The data layer as the application has it: its own schema, better-sqlite3, statements prepared once.
import Database from 'better-sqlite3';

const schema = `
CREATE TABLE leads (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    phone TEXT UNIQUE NOT NULL,
    name TEXT,
    email TEXT,
    source TEXT DEFAULT 'inbound_sms',
    status TEXT DEFAULT 'new',
    progress INTEGER DEFAULT 0,
    qualified INTEGER DEFAULT 0,
    archived INTEGER DEFAULT 0,
    answers TEXT,
    qualifiedDate TEXT,
    createdAt TEXT DEFAULT CURRENT_TIMESTAMP,
    lastContact TEXT DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    leadId INTEGER NOT NULL,
    sender TEXT NOT NULL,
    content TEXT NOT NULL,
    timestamp TEXT DEFAULT CURRENT_TIMESTAMP,
    FOREIGN KEY (leadId) REFERENCES leads(id) ON DELETE CASCADE
);
CREATE INDEX idx_leads_phone ON leads(phone);
CREATE INDEX idx_leads_archived ON leads(archived);
CREATE INDEX idx_messages_leadId ON messages(leadId);
`;

export class Application {
    constructor(path, { synchronous = 'FULL', create = false } = {}) {
        this.db = new Database(path, { fileMustExist: !create });
        this.db.pragma('journal_mode = WAL');
        this.db.pragma(`synchronous = ${synchronous}`);
        this.db.pragma('foreign_keys = ON');
        if (create) {
            this.db.exec(schema);
        }

        const insert = this.db.prepare('INSERT INTO messages (leadId, sender, content, timestamp) VALUES (?, ?, ?, ?)');
        const touch = this.db.prepare('UPDATE leads SET lastContact = ? WHERE id = ?');
        this.byPhone = this.db.prepare('SELECT * FROM leads WHERE phone = ?');
        this.history = this.db.prepare('SELECT * FROM messages WHERE leadId = ? ORDER BY timestamp');

        // One transaction, so that a message costs one commit and not two.
        this.createMessage = this.db.transaction((leadId, sender, content, timestamp = new Date().toISOString()) => {
            const { lastInsertRowid } = insert.run(leadId, sender, content, timestamp);
            touch.run(timestamp, leadId);
            return { id: lastInsertRowid, leadId, sender, content, timestamp };
        });
    }

    get version() {
        return this.db.prepare('SELECT sqlite_version()').pluck().get();
    }

    checkExistingCustomer(phone) {
        const lead = this.byPhone.get(phone);
        if (lead) {
            lead.answers = JSON.parse(lead.answers);
        }

        return lead;
    }

    getConversationHistory(leadId) {
        return this.history.all(leadId);
    }

    close() {
        this.db.close();
    }
}
