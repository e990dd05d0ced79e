using LeadStore;
using Microsoft.Extensions.Primitives;

namespace SmsAssistant;

/// <summary>The web service: the webhook that the provider calls, and the inbox that people look at.</summary>
public static partial class WebApp
{
    // A text message is a few hundred bytes; nobody needs to send more than this.
    private const int LargestRequest = 64 * 1024;

    public static WebApplication Build(ILeadStore store, WebSettings settings)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(settings);
        WebApplicationBuilder builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(settings.Urls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestRequest;
        });

        // Requests are logged by nobody: their addresses and forms tell who wrote what.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting", LogLevel.Warning);

        // Program says why the service could not start; one sentence is enough.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);

        // The store is one instance for the whole application, and whoever opened it closes it.
        builder.Services.AddSingleton(store);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(settings.Clock);
        builder.Services.AddSingleton<Assistant>();
        builder.Services.AddSingleton<Desk>();
        builder.Services.AddSingleton<InboxPage>();
        builder.Services.AddSingleton(services => new Reminders(store, Deliver(services.GetRequiredService<ILogger<Reminders>>())));
        builder.Services.AddHostedService<ReminderWorker>();

        WebApplication app = builder.Build();
        app.Use(AnswerFailures);
        app.MapPost("/webhooks/sms", ReceiveAsync);
        app.MapGet("/healthz", CheckHealthAsync);
        InboxEndpoints.Map(app);
        return app;
    }

    /// <summary>Prints where everything is, and what is not safe yet.</summary>
    public static void PrintWelcome(WebApplication app, LeadDatabase db, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(output);
        WebSettings settings = app.Services.GetRequiredService<WebSettings>();
        string url = app.Urls.FirstOrDefault() ?? settings.Urls;
        output.WriteLine($"Database    {db.Path} ({Describe(db.PathSource)})");
        output.WriteLine($"Inbox       {url}/   for browsers on this machine alone");
        output.WriteLine($"Webhook     POST {settings.PublicUrl ?? url}/webhooks/sms");
        output.WriteLine(settings.TwilioAuthToken is null
            ? "Signatures  NOT CHECKED: anyone who reaches the webhook can write to the store. Set TWILIO_AUTH_TOKEN before it is public."
            : "Signatures  checked");
        output.WriteLine("Reminders   stored and logged, not delivered: see WebApp.Deliver");
        output.WriteLine("Ctrl+C ends it.");
    }

    /// <summary>Why the database lies where it lies.</summary>
    public static string Describe(DatabasePathSource source) => source switch
    {
        DatabasePathSource.DatabasePathVariable => "DATABASE_PATH says so",
        DatabasePathSource.RailwayVolumeVariable => "RAILWAY_VOLUME_MOUNT_PATH says so",
        _ => "the sample's default; DATABASE_PATH overrides it",
    };

    private static async Task<IResult> ReceiveAsync(
        HttpRequest request, Assistant assistant, WebSettings settings, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
        {
            return Results.Problem("A webhook is a form.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        IFormCollection form = await request.ReadFormAsync(cancellationToken);
        if (settings.TwilioAuthToken is { } token)
        {
            // Signed is the address that Twilio called. Behind a proxy that is not the one that arrives here.
            string origin = settings.PublicUrl ?? $"{request.Scheme}://{request.Host}";
            string url = $"{origin}{request.PathBase}{request.Path}{request.QueryString}";
            if (!TwilioSignature.IsValid(token, url, form, request.Headers[TwilioSignature.Header]))
            {
                return Results.Problem("The signature is missing or wrong.", statusCode: StatusCodes.Status403Forbidden);
            }
        }

        try
        {
            Turn turn = await assistant.AnswerAsync(InboundSms.FromForm(Fields(form)), cancellationToken);
            return Results.Text(Twiml.Response(turn.Replies), "text/xml", System.Text.Encoding.UTF8);
        }
        catch (LeadValidationException refused)
        {
            return Results.ValidationProblem(refused.Errors
                .GroupBy(error => InboundSms.FormField(error.Field), error => error.Message)
                .ToDictionary(field => field.Key, field => field.ToArray()));
        }
    }

    private static Dictionary<string, string> Fields(IFormCollection form)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach ((string key, StringValues values) in form)
        {
            fields[key] = values.Count > 0 ? values[0] ?? "" : "";
        }

        return fields;
    }

    // Healthy is who can read the store; a process that merely runs is of no use to anybody.
    private static async Task<string> CheckHealthAsync(ILeadStore store, CancellationToken cancellationToken)
    {
        await store.GetLeadAsync(1, cancellationToken);
        return "ok";
    }

    private static async Task AnswerFailures(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (LeadNotFoundException)
        {
            await Results.Problem("There is no such lead.", statusCode: StatusCodes.Status404NotFound).ExecuteAsync(context);
        }
        catch (LeadStoreException failure)
        {
            // Nothing of the webhook is stored, so the provider may send it again.
            LogStoreFailed(context.RequestServices.GetRequiredService<ILogger<Assistant>>(), failure.Kind, failure.Operation, failure);
            context.Response.Headers.RetryAfter = "5";
            await Results.Problem(
                "The store failed.",
                statusCode: failure.IsTransient ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError)
                .ExecuteAsync(context);
        }
        catch (BadHttpRequestException refused)
        {
            // Too large, or cut off. Left to the server it would be logged as a fault of this application, by anyone who cares to send one.
            await Results.Problem("The request cannot be read.", statusCode: refused.StatusCode).ExecuteAsync(context);
        }
        catch (InvalidDataException)
        {
            await Results.Problem("The form cannot be read.", statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(context);
        }
    }

    // Put your provider's call here. It is told whom to write to, and what; the log is told neither.
    private static SendMessage Deliver(ILogger logger) => (lead, reminder, text, cancellationToken) =>
    {
        LogNotDelivered(logger, reminder.Step, lead.Id);
        return Task.CompletedTask;
    };

    [LoggerMessage(1, LogLevel.Information, "Reminder {Step} to lead {LeadId} is stored and not delivered: no provider is set up.")]
    private static partial void LogNotDelivered(ILogger logger, int step, long leadId);

    [LoggerMessage(2, LogLevel.Error, "The store failed: {Kind} in {Operation}.")]
    private static partial void LogStoreFailed(ILogger logger, LeadStoreErrorKind kind, string? operation, Exception failure);
}
