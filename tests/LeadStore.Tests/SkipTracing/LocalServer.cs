using System.Net;
using System.Net.Sockets;

namespace LeadStore.Tests.SkipTracing;

/// <summary>A real HTTP server on this machine that answers as the test says.</summary>
internal sealed class LocalServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<HttpListenerContext, Task> _answer;

    public LocalServer(Func<HttpListenerContext, Task> answer)
    {
        _answer = answer;

        // A port that was free a moment ago may be taken: then another one is tried.
        for (int attempt = 0; ; attempt++)
        {
            Address = new Uri($"http://127.0.0.1:{FreePort()}/trace/");
            _listener.Prefixes.Clear();
            _listener.Prefixes.Add(Address.ToString());
            try
            {
                _listener.Start();
                break;
            }
            catch (HttpListenerException) when (attempt < 10)
            {
            }
        }

        _ = Task.Run(Serve);
    }

    public Uri Address { get; }

    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static async Task Send(HttpListenerResponse response, int status, byte[] body)
    {
        response.StatusCode = status;
        response.ContentLength64 = body.Length;
        await response.OutputStream.WriteAsync(body);
        response.Close();
    }

    public void Dispose() => _listener.Close();

    private async Task Serve()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(async () =>
            {
                try
                {
                    await _answer(context);
                }
                catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException or IOException)
                {
                    // Whoever asked has gone.
                    context.Response.Abort();
                }
            });
        }
    }
}
