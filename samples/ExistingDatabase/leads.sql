-- The database of an SMS assistant as it was left: two years of use, and numbers as people type them. All numbers are reserved for fiction.
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

INSERT INTO leads (id, phone, name, email, status, progress, qualified, archived, answers, qualifiedDate, createdAt, lastContact) VALUES
    (1, '+447700900123', 'John Smith', 'john@example.com', 'qualified', 100, 1, 0,
     '{"question_1":"Double stable","question_2":"Yes, mobile","question_3":"Asap","question_4":"SW1A 1AA"}',
     '2025-09-30T10:06:00.000Z', '2025-09-30 10:00:00', '2025-09-30 10:07:00'),
    (2, '+447700900456', 'Mary Jones', NULL, 'active', 50, 0, 0, '{"question_1":"Single stable","question_2":"No"}', NULL,
     '2025-10-01 08:00:00', '2025-10-01 08:03:00'),
    -- The same person as the first one, who has written from a phone that was set up otherwise.
    (3, '07700 900 123', NULL, NULL, 'new', 0, 0, 0, NULL, NULL, '2025-10-02 18:00:00', '2025-10-02 18:00:00'),
    (4, '+44 (0)7700 900789', 'Peter', NULL, 'new', 0, 0, 1, NULL, NULL, '2024-03-01 12:00:00', '2024-03-01 12:00:00');

INSERT INTO messages (leadId, sender, content, timestamp) VALUES
    (1, 'customer', 'Hello, I need help with a stable', '2025-09-30 10:00:00'),
    (1, 'assistant', 'Of course. Single or double?', '2025-09-30 10:00:05'),
    (1, 'customer', 'Double stable. Mobile, and asap please. SW1A 1AA', '2025-09-30 10:06:00'),
    (1, 'assistant', 'Thank you John, that is all I need.', '2025-09-30 10:07:00'),
    (2, 'customer', 'How much is a single one?', '2025-10-01 08:00:00'),
    (2, 'assistant', 'That depends. Should it be mobile?', '2025-10-01 08:00:04'),
    (2, 'customer', 'No', '2025-10-01 08:03:00'),
    (3, 'customer', 'Me again. Any news?', '2025-10-02 18:00:00'),
    (4, 'customer', 'Is this the number for stables?', '2024-03-01 12:00:00');
