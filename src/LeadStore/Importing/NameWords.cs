using System.Text;

namespace LeadStore.Importing;

/// <summary>What tables and columns of other systems are called, and what is meant: data, to be added to.</summary>
internal static class NameWords
{
    /// <summary>How much the name of a table says that it has leads.</summary>
    public static readonly IReadOnlyDictionary<string, int> LeadTables = new Dictionary<string, int>
    {
        ["lead"] = 6,
        ["prospect"] = 5,
        ["customer"] = 5,
        ["contact"] = 5,
        ["client"] = 4,
        ["person"] = 4,
        ["people"] = 4,
        ["subscriber"] = 3,
        ["owner"] = 3,
        ["enquiry"] = 3,
        ["inquiry"] = 3,
        ["patient"] = 3,
        ["user"] = 1,
    };

    public static readonly IReadOnlySet<string> MessageTables =
        Set("message", "sms", "conversation", "chat", "chatmessage", "text", "textmessage", "chathistory", "messagelog", "smslog", "conversationmessage");

    public static readonly IReadOnlySet<string> SettingTables = Set("setting", "config", "configuration", "option", "preference", "appsetting");

    public static readonly IReadOnlySet<string> SourceTables = Set("source", "leadsource", "channelsource");

    /// <summary>Fields of leads, by the names of columns.</summary>
    public static readonly IReadOnlyDictionary<string, string> LeadFields = Fields(
        "uid: uid uuid guid",
        "phone: phone phonenumber phoneno mobile mobilenumber mobilephone cell cellphone cellnumber tel telephone telephonenumber msisdn "
            + "whatsapp whatsappnumber contactnumber primaryphone phone1 fromnumber phonee164 normalizedphone normalisedphone",
        "phones: phones phonenumbers allphones phonelist",
        "name: name fullname displayname",
        "first_name: firstname givenname fname forename",
        "last_name: lastname surname familyname lname",
        "email: email emailaddress mail primaryemail email1",
        "emails: emails emailaddresses allemails",
        "source: source leadsource origin sourcename",
        "status: status leadstatus",
        "progress: progress progresspercent percentcomplete completion",
        "qualified: qualified isqualified",
        "qualified_at: qualifiedat qualifieddate qualifiedon datequalified lastqualifieddate lastqualifiedat",
        "first_qualified_at: firstqualifieddate firstqualifiedat",
        "times_qualified: timesqualified qualificationcount",
        "answers: answers answersjson qualificationanswers qaanswers responses formanswers",
        "archived: archived isarchived deleted isdeleted",
        "archived_at: archivedat archivedon deletedat removedat datearchived",
        "created_at: createdat created createdon createddate datecreated creationdate insertedat addedat dateadded createtime ctime "
            + "registeredat signupdate firstseen firstseenat",
        "last_contact_at: lastcontact lastcontactat lastcontacted lastcontactedat lastcontactdate lastactivity lastactivityat lastseen "
            + "lastseenat lastmessageat lastinteraction lastinteractionat lasttouch",
        "last_customer_message_at: lastcustomermessagetime lastcustomermessageat lastinboundat lastreplyat lastcustomerreplyat",
        "assistant_paused: aipaused assistantpaused botpaused aidisabled botdisabled humantakeover",
        "reminder_1_sent: reminder1hrsent reminder1sent",
        "reminder_2_sent: reminder24hrsent reminder2sent",
        "reminder_3_sent: reminder48hrsent reminder3sent");

    /// <summary>Fields of messages, by the names of columns.</summary>
    public static readonly IReadOnlyDictionary<string, string> MessageFields = Fields(
        "sender: sender role author sendertype fromtype direction speaker sentby senderrole messagedirection who isinbound fromcustomer "
            + "isfromcustomer incoming fromme isfromme isbot isai outgoing",
        "content: content body text messagetext messagebody msg messagecontent message smsbody txt",
        "sent_at: timestamp sentat createdat time date senton ts datetime sentdate messagetime messagedate receivedat created sent",
        "channel: channel medium via platform",
        "source_id: sid messagesid smssid externalid providerid providermessageid twiliosid sourceid",
        "lead_phone: phone phonenumber customerphone contactphone leadphone mobile fromnumber msisdn");

    public static readonly IReadOnlyDictionary<string, string> SettingFields = Fields(
        "key: key name setting settingkey option", "value: value val settingvalue", "updated_at: updatedat updated modifiedat lastupdated");

    public static readonly IReadOnlyDictionary<string, string> SourceFields = Fields(
        "name: technicalid name code slug key", "display_name: displayname label title", "active: active isactive enabled", "created_at: createdat created");

    public static readonly IReadOnlyDictionary<string, string> PhoneFields = Fields(
        "phone: phone number phonenumber mobile tel telephone value e164",
        "primary: isprimary primary main ismain preferred isdefault",
        "confidence: confidence confidencescore score",
        "valid: isvalid valid");

    /// <summary>Names of numbers that may be those of the application itself.</summary>
    public static readonly IReadOnlySet<string> MayBeOurs = Set("fromnumber", "contactnumber");

    /// <summary>Words that mean the customer beside an assistant, and somebody else beside a word that means the customer alone.</summary>
    public static readonly IReadOnlySet<string> UnclearSenders = Set("human", "user", "person", "contact", "client");

    /// <summary>What stands before the name of a field of a lead without changing it: <c>customer_phone</c>.</summary>
    public static readonly IReadOnlyList<string> LeadPrefixes = ["lead", "customer", "contact", "client", "owner", "prospect", "person"];

    /// <summary>Words for who has sent a message.</summary>
    public static readonly IReadOnlyDictionary<string, string> Senders = Fields(
        "customer: customer user lead client contact human inbound in incoming received prospect person caller guest",
        "assistant: assistant bot ai gpt model outbound out outgoing sent chatbot automated auto",
        "agent: agent staff operator admin rep employee team",
        "system: system");

    /// <summary>Columns that say by yes and no who has sent a message, and who it is if yes.</summary>
    public static readonly IReadOnlyDictionary<string, string> YesNoSenders = Fields(
        "customer: isinbound fromcustomer isfromcustomer incoming", "assistant: fromme isfromme isbot isai outgoing");

    /// <summary>The name without what is only a way of writing it: small letters and digits alone.</summary>
    public static string Plain(string name)
    {
        StringBuilder plain = new(name.Length);
        foreach (char letter in name)
        {
            if (char.IsLetterOrDigit(letter))
            {
                plain.Append(char.ToLowerInvariant(letter));
            }
        }

        return plain.ToString();
    }

    /// <summary>The name of one of the things that a table holds many of.</summary>
    public static string Singular(string table)
    {
        string plain = Plain(table[(table.LastIndexOf('.') + 1)..]);
        return plain switch
        {
            "sms" or "status" or "address" => plain,
            _ when plain.EndsWith("ies", StringComparison.Ordinal) => $"{plain[..^3]}y",
            _ when plain.EndsWith("sses", StringComparison.Ordinal) => plain[..^2],
            _ when plain.EndsWith('s') && !plain.EndsWith("ss", StringComparison.Ordinal) => plain[..^1],
            _ => plain,
        };
    }

    // "field: name name"
    private static Dictionary<string, string> Fields(params string[] lines) => lines
        .Select(line => line.Split(": ", 2))
        .SelectMany(parts => parts[1].Split(' ').Select(name => (Name: name, Field: parts[0])))
        .ToDictionary(pair => pair.Name, pair => pair.Field);

    /// <summary>What the plain name of a column has in it that holds passwords or their hashes.</summary>
    public static IReadOnlyList<string> Passwords { get; } = ["password", "passwd", "passphrase"];

    private static HashSet<string> Set(params string[] names) => [.. names];
}
