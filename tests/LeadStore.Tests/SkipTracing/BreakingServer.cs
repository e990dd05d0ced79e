using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LeadStore.Tests.SkipTracing;

/// <summary>A server that reads a request, says something, and resets the connection.</summary>
internal sealed class BreakingServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _says;
    private int _connections;

    public BreakingServer(string says)
    {
        _says = Encoding.UTF8.GetBytes(says);
        _listener.Start();
        _ = Task.Run(Serve);
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public int Connections => _connections;

    public void Dispose() => _listener.Dispose();

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref _connections);
                byte[] request = new byte[16_384];
                StringBuilder read = new();
                while (!read.ToString().Contains('}', StringComparison.Ordinal))
                {
                    read.Append(Encoding.UTF8.GetString(request, 0, await client.GetStream().ReadAsync(request)));
                }

                await client.GetStream().WriteAsync(_says);
                client.LingerState = new LingerOption(_says.Length == 0, 0);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
