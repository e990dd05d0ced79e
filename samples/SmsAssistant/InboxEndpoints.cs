using System.Net;

namespace SmsAssistant;

/// <summary>The addresses of the inbox, and who may use them.</summary>
public static class InboxEndpoints
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void Map(IEndpointRouteBuilder app)
    {
        string css = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "inbox.css"));

        // The page has no login, so it is for this machine alone, by the address of the caller and by the name that was called: a tunnel
        // or proxy that brings webhooks here comes from this machine too, but under its own name.
        RouteGroupBuilder inbox = app.MapGroup("").AddEndpointFilter(GuardAsync);
        inbox.MapGet("/", ShowAsync);
        inbox.MapGet("/inbox.css", () => Results.Text(css, "text/css"));
        inbox.MapPost("/leads/{id:long}/{action}", ActAsync);
    }

    private static async Task<IResult> ShowAsync(
        InboxPage page,
        CancellationToken cancellationToken,
        long? lead = null,
        string? cursor = null,
        bool archived = false,
        bool all = false)
    {
        try
        {
            (Html html, bool found) = await page.RenderAsync(new InboxView(lead, cursor, archived, all), cancellationToken);
            return Results.Text(
                html.ToString(), "text/html", System.Text.Encoding.UTF8, found ? StatusCodes.Status200OK : StatusCodes.Status404NotFound);
        }
        catch (ArgumentException) when (cursor is not null)
        {
            return Results.Problem("The cursor is not one of this inbox.", statusCode: StatusCodes.Status400BadRequest);
        }
    }

    private static async Task<IResult> ActAsync(
        long id, string action, Desk desk, CancellationToken cancellationToken, string? cursor = null, bool archived = false)
    {
        // Whether anything changed is to be seen on the page: somebody else may have been quicker.
        switch (action)
        {
            case "archive":
                await desk.ArchiveAsync(id, cancellationToken);
                break;
            case "restore":
                await desk.RestoreAsync(id, cancellationToken);
                break;
            case "pause":
                await desk.PauseAsync(id, "inbox", reason: "taken over", cancellationToken: cancellationToken);
                break;
            case "resume":
                await desk.ResumeAsync(id, cancellationToken);
                break;
            default:
                return Results.NotFound();
        }

        return new SeeOther(new InboxView(id, cursor, archived).Address);
    }

    private static async ValueTask<object?> GuardAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        HttpContext context = invocation.HttpContext;
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        bool byLocalName = context.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]";
        if (!byLocalName || (context.Connection.RemoteIpAddress is { } caller && !IPAddress.IsLoopback(caller)))
        {
            return Results.NotFound();
        }

        // A page elsewhere can make a browser send a form here; it cannot make it lie about where the form was.
        return HttpMethods.IsPost(context.Request.Method) && !IsSameOrigin(context.Request)
            ? Results.Problem("The form was not sent from this page.", statusCode: StatusCodes.Status403Forbidden)
            : await next(invocation);
    }

    private static bool IsSameOrigin(HttpRequest request)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        return site.Length > 0
            ? site == "same-origin"
            : request.Headers.Origin.ToString() == $"{request.Scheme}://{request.Host}";
    }

    // The browser fetches the page anew, and going back does not send the form again.
    private sealed class SeeOther(string location) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = location;
            return Task.CompletedTask;
        }
    }
}
