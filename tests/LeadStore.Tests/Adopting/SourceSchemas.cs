namespace LeadStore.Tests.Adopting;

/// <summary>The tables of the known applications, as their own documents define them.</summary>
internal static class SourceSchemas
{
    private const string ConvexaLeads = """
        CREATE TABLE leads (
          id TEXT PRIMARY KEY,
          address TEXT NOT NULL,
          owner_name TEXT,
          phone TEXT,
          email TEXT,
          source_type TEXT NOT NULL,
          source TEXT NOT NULL DEFAULT 'manual',
          motivation_score INTEGER NOT NULL DEFAULT 0,
          estimated_value REAL,
          equity REAL,
          condition_score INTEGER NOT NULL DEFAULT 50,
          tax_debt REAL NOT NULL DEFAULT 0,
          violations INTEGER NOT NULL DEFAULT 0,
          is_probate BOOLEAN NOT NULL DEFAULT 0,
          is_vacant BOOLEAN NOT NULL DEFAULT 0,
          days_on_market INTEGER,
          lead_score INTEGER NOT NULL DEFAULT 0,
          aiScore INTEGER,
          feedback_good INTEGER NOT NULL DEFAULT 0,
          feedback_bad INTEGER NOT NULL DEFAULT 0,
          phones TEXT NOT NULL DEFAULT '[]',
          emails TEXT NOT NULL DEFAULT '[]',
          raw_data TEXT,
          temperature_tag TEXT NOT NULL DEFAULT 'DEAD',
          status TEXT NOT NULL DEFAULT 'NEW',
          notes TEXT,
          created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
          updated_at DATETIME NOT NULL,
          skip_traced_at DATETIME,
          dnc_flag INTEGER NOT NULL DEFAULT 0,
          timezone TEXT,
          quiet_hours_start TEXT,
          quiet_hours_end TEXT,
          activity_log_json TEXT,
          skip_trace_provider TEXT,
          skip_trace_cost_cents INTEGER NOT NULL DEFAULT 0,
          ai_cost_cents INTEGER NOT NULL DEFAULT 0,
          ai_scored_at DATETIME
        );
        CREATE TABLE api_cost_entries (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          apiType TEXT NOT NULL,
          cost REAL NOT NULL,
          details TEXT,
          created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
        );
        """;

    private const string ConvexaSkipTrace = """
        CREATE TABLE skip_trace_results (
          id TEXT PRIMARY KEY,
          lead_id TEXT NOT NULL,
          provider TEXT NOT NULL,
          request_data TEXT NOT NULL,
          response_data TEXT,
          confidence REAL,
          cost REAL,
          created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
          completed_at DATETIME
        );
        CREATE TABLE skip_trace_phones (
          id TEXT PRIMARY KEY,
          skip_trace_id TEXT NOT NULL,
          lead_id TEXT NOT NULL,
          phone TEXT NOT NULL,
          phone_type TEXT,
          carrier TEXT,
          is_valid BOOLEAN DEFAULT 1,
          is_mobile BOOLEAN,
          is_dnc BOOLEAN DEFAULT 0,
          confidence REAL,
          FOREIGN KEY (skip_trace_id) REFERENCES skip_trace_results(id)
        );
        CREATE TABLE skip_trace_emails (
          id TEXT PRIMARY KEY,
          skip_trace_id TEXT NOT NULL,
          lead_id TEXT NOT NULL,
          email TEXT NOT NULL,
          email_type TEXT,
          is_valid BOOLEAN DEFAULT 1,
          confidence REAL,
          FOREIGN KEY (skip_trace_id) REFERENCES skip_trace_results(id)
        );
        """;

    // As Prisma makes tables of models: their names and those of their fields, a DateTime as DATETIME, whatever is written into it.
    private const string ConvexaPrisma = """
        CREATE TABLE "Organization" (
            "id" TEXT NOT NULL PRIMARY KEY,
            "name" TEXT NOT NULL,
            "plan" TEXT NOT NULL DEFAULT 'free',
            "monthlyLeadCount" INTEGER NOT NULL DEFAULT 0,
            "monthlySkipTraceCount" INTEGER NOT NULL DEFAULT 0,
            "monthlyCampaignCount" INTEGER NOT NULL DEFAULT 0,
            "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
            "updatedAt" DATETIME NOT NULL
        );
        CREATE TABLE "User" (
            "id" TEXT NOT NULL PRIMARY KEY,
            "email" TEXT NOT NULL,
            "password" TEXT NOT NULL,
            "firstName" TEXT NOT NULL,
            "lastName" TEXT NOT NULL,
            "role" TEXT NOT NULL DEFAULT 'user',
            "isActive" BOOLEAN NOT NULL DEFAULT true,
            "lastLoginAt" DATETIME,
            "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
            "updatedAt" DATETIME NOT NULL,
            "organizationId" TEXT NOT NULL,
            CONSTRAINT "User_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization" ("id") ON DELETE CASCADE ON UPDATE CASCADE
        );
        CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
        CREATE TABLE "Lead" (
            "id" TEXT NOT NULL PRIMARY KEY,
            "status" TEXT NOT NULL DEFAULT 'new',
            "source" TEXT NOT NULL DEFAULT 'manual',
            "priority" TEXT NOT NULL DEFAULT 'medium',
            "address" TEXT NOT NULL,
            "city" TEXT,
            "state" TEXT,
            "zipCode" TEXT,
            "bedrooms" INTEGER,
            "estimatedValue" REAL,
            "equity" REAL,
            "ownerName" TEXT,
            "ownerPhone" TEXT,
            "ownerEmail" TEXT,
            "dncFlag" BOOLEAN NOT NULL DEFAULT false,
            "motivationScore" REAL,
            "aiScore" INTEGER,
            "aiScoredAt" DATETIME,
            "temperatureTag" TEXT DEFAULT 'WARM',
            "isActive" BOOLEAN NOT NULL DEFAULT true,
            "organizationId" TEXT NOT NULL,
            "assignedToId" TEXT,
            "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
            "updatedAt" DATETIME NOT NULL,
            CONSTRAINT "Lead_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
            CONSTRAINT "Lead_assignedToId_fkey" FOREIGN KEY ("assignedToId") REFERENCES "User" ("id") ON DELETE SET NULL ON UPDATE CASCADE
        );
        CREATE TABLE "LeadNote" (
            "id" TEXT NOT NULL PRIMARY KEY,
            "content" TEXT NOT NULL,
            "type" TEXT NOT NULL DEFAULT 'general',
            "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
            "leadId" TEXT NOT NULL,
            CONSTRAINT "LeadNote_leadId_fkey" FOREIGN KEY ("leadId") REFERENCES "Lead" ("id") ON DELETE CASCADE ON UPDATE CASCADE
        );
        CREATE TABLE "SkipTraceRecord" (
            "id" TEXT NOT NULL PRIMARY KEY,
            "provider" TEXT NOT NULL,
            "status" TEXT NOT NULL,
            "requestData" TEXT NOT NULL,
            "responseData" TEXT,
            "cost" REAL,
            "confidence" REAL,
            "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
            "completedAt" DATETIME,
            "leadId" TEXT NOT NULL
        );
        CREATE TABLE "Campaign" (
            "id" TEXT NOT NULL PRIMARY KEY,
            "name" TEXT NOT NULL,
            "type" TEXT NOT NULL,
            "status" TEXT NOT NULL DEFAULT 'draft',
            "subject" TEXT,
            "message" TEXT NOT NULL,
            "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
            "updatedAt" DATETIME NOT NULL,
            "organizationId" TEXT NOT NULL
        );
        CREATE TABLE "CampaignLog" (
            "id" TEXT NOT NULL PRIMARY KEY,
            "status" TEXT NOT NULL,
            "response" TEXT,
            "errorMessage" TEXT,
            "sentAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
            "deliveredAt" DATETIME,
            "openedAt" DATETIME,
            "repliedAt" DATETIME,
            "campaignId" TEXT NOT NULL,
            "leadId" TEXT NOT NULL
        );
        CREATE TABLE "CallLog" (
            "id" TEXT NOT NULL PRIMARY KEY,
            "direction" TEXT NOT NULL,
            "status" TEXT NOT NULL,
            "duration" INTEGER,
            "transcript" TEXT,
            "recording" TEXT,
            "fromNumber" TEXT NOT NULL,
            "toNumber" TEXT NOT NULL,
            "twilioCallSid" TEXT,
            "sentiment" TEXT,
            "aiSummary" TEXT,
            "outcome" TEXT,
            "callStartedAt" DATETIME NOT NULL,
            "callEndedAt" DATETIME,
            "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
            "leadId" TEXT NOT NULL,
            "organizationId" TEXT NOT NULL,
            "createdById" TEXT NOT NULL
        );
        CREATE TABLE "PropertyRecord" (
            "id" TEXT NOT NULL PRIMARY KEY,
            "source" TEXT NOT NULL,
            "sourceId" TEXT,
            "address" TEXT NOT NULL,
            "city" TEXT NOT NULL,
            "state" TEXT NOT NULL,
            "zipCode" TEXT NOT NULL,
            "rawData" TEXT NOT NULL,
            "processed" BOOLEAN NOT NULL DEFAULT false,
            "propertyHash" TEXT NOT NULL,
            "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
        );
        CREATE TABLE "Activity" (
            "id" TEXT NOT NULL PRIMARY KEY,
            "type" TEXT NOT NULL,
            "description" TEXT,
            "metadata" TEXT,
            "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
            "leadId" TEXT,
            "userId" TEXT
        );
        CREATE TABLE "_prisma_migrations" (
            "id" TEXT PRIMARY KEY NOT NULL,
            "checksum" TEXT NOT NULL,
            "finished_at" DATETIME,
            "migration_name" TEXT NOT NULL,
            "logs" TEXT,
            "rolled_back_at" DATETIME,
            "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
            "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0
        );
        """;

    private const string FourRunr = """
        CREATE TABLE leads (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uuid TEXT UNIQUE NOT NULL,
            airtable_id TEXT UNIQUE,
            full_name TEXT NOT NULL,
            first_name TEXT,
            last_name TEXT,
            title TEXT,
            company TEXT NOT NULL,
            email TEXT,
            linkedin_url TEXT,
            website TEXT,
            location TEXT,
            status TEXT DEFAULT 'raw',
            pipeline_stage TEXT DEFAULT 'new',
            created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
            updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
            last_synced_at TIMESTAMP,
            deleted_at TIMESTAMP NULL
        );
        CREATE TABLE lead_enrichment (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            lead_id INTEGER NOT NULL,
            website_content TEXT,
            company_description TEXT,
            services TEXT,
            tone TEXT,
            website_insights TEXT,
            email_confidence TEXT,
            email_source TEXT,
            email_verification_status TEXT,
            detected_traits TEXT,
            trait_confidence_scores TEXT,
            business_focus TEXT,
            company_size TEXT,
            enriched_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
            enrichment_method TEXT,
            confidence_score REAL,
            FOREIGN KEY (lead_id) REFERENCES leads (id) ON DELETE CASCADE
        );
        CREATE TABLE campaigns (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            lead_id INTEGER NOT NULL,
            campaign_id TEXT UNIQUE NOT NULL,
            campaign_type TEXT NOT NULL,
            message_type TEXT,
            subject_line TEXT,
            message_content TEXT,
            status TEXT DEFAULT 'draft',
            quality_score REAL,
            scheduled_at TIMESTAMP,
            sent_at TIMESTAMP,
            delivered_at TIMESTAMP,
            opened_at TIMESTAMP,
            replied_at TIMESTAMP,
            created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
            updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
            FOREIGN KEY (lead_id) REFERENCES leads (id) ON DELETE CASCADE
        );
        CREATE TABLE pipeline_activities (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            lead_id INTEGER NOT NULL,
            activity_type TEXT NOT NULL,
            activity_status TEXT NOT NULL,
            description TEXT,
            input_data TEXT,
            output_data TEXT,
            error_message TEXT,
            started_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
            completed_at TIMESTAMP,
            duration_seconds REAL,
            agent_name TEXT,
            agent_version TEXT,
            FOREIGN KEY (lead_id) REFERENCES leads (id) ON DELETE CASCADE
        );
        CREATE TABLE sync_log (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            sync_type TEXT NOT NULL,
            sync_status TEXT NOT NULL,
            records_processed INTEGER DEFAULT 0,
            records_created INTEGER DEFAULT 0,
            records_updated INTEGER DEFAULT 0,
            records_failed INTEGER DEFAULT 0,
            started_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
            completed_at TIMESTAMP,
            duration_seconds REAL,
            error_message TEXT,
            error_details TEXT
        );
        """;

    public static string Of(string layout) => layout switch
    {
        "lead-qualification" => Foreign.LeadQualification,
        "lead-qualification-grown" => Foreign.Grown,
        "convexa-leads" => ConvexaLeads,
        "convexa-skip-trace" => ConvexaSkipTrace,
        "convexa" => ConvexaLeads + ConvexaSkipTrace,
        "4runr" => FourRunr,
        "convexa-prisma" => ConvexaPrisma,
        _ => throw new ArgumentOutOfRangeException(nameof(layout)),
    };
}
