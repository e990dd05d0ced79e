using System.Buffers.Binary;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Extensions.Time.Testing;

namespace LeadStore.Tests.Sqlite;

/// <summary>A log that a killed process has left, and of which a bit has changed since: SQLite drops what lies behind it without a word.</summary>
public sealed class LogAuditTests : IDisposable
{
    private const int Writes = 10;

    private readonly TempDirectory _directory = new();
    private readonly CapturedLog _log = new();

    private string LogPath => _directory.Database + "-wal";

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_changed_bit_in_the_middle_is_reported_with_the_commits_behind_it_and_the_log_is_kept()
    {
        LeaveLog();
        byte[] damaged = File.ReadAllBytes(LogPath);
        damaged[damaged.Length / 2] ^= 1;
        File.WriteAllBytes(LogPath, damaged);

        using LeadDatabase store = Open();

        LogDamage damage = store.Diagnostics.LogDamage!;
        int left = store.GetConversationHistory(1).Count;
        left.Should().BeLessThan(Writes, "SQLite drops them");
        damage.LostCommits.Should().BeInRange(Writes - left - 1, Writes - left);
        File.ReadAllBytes(damage.KeptPath!).Should().Equal(damaged);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(damage.KeptPath!).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        _log.Lines.Should().ContainSingle(line => line.Contains("is damaged", StringComparison.Ordinal));
        store.CreateMessage(1, MessageSender.Agent, "after");
    }

    [Fact]
    public void Where_no_copy_can_be_made_the_reason_is_told_and_logged()
    {
        LeaveLog();
        Damage();
        FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        string inTheWay = Directory.CreateDirectory(LogPath + ".damaged-20261123T090000Z").FullName;

        using LeadDatabase store = LeadDatabase.Open(
            new LeadDatabaseOptions { Path = _directory.Database, LoggerFactory = _log, TimeProvider = clock });

        LogDamage damage = store.Diagnostics.LogDamage!;
        damage.LostCommits.Should().BePositive();
        damage.KeptPath.Should().BeNull();
        damage.WhyNotKept.Should().StartWith("InputOutput: Copying the damaged log failed").And.Contain("Check the volume");
        _log.Lines.Should().ContainSingle(line => line.Contains(damage.WhyNotKept!, StringComparison.Ordinal));
        Directory.Exists(inTheWay).Should().BeTrue();
        store.CreateMessage(1, MessageSender.Agent, "after");
    }

    [LinuxFact("a limit on the length of files is set by the shell")]
    public void A_part_of_a_log_is_not_kept_for_the_whole()
    {
        LeaveLog();
        Damage();
        using HostProcess host = HostProcess.StartWithFileLimit((int)(new FileInfo(LogPath).Length / 512) - 1);
        host.Open(_directory.Database).Should().StartWith("opened");
        Directory.GetFiles(_directory.Path, "*.damaged-*").Should().BeEmpty();
        host.Ask("say 1 after").Should().StartWith("said");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(17)]
    [InlineData(25)]
    public void A_changed_bit_in_the_header_takes_every_commit_and_is_reported(int at)
    {
        LeaveLog();
        byte[] damaged = File.ReadAllBytes(LogPath);
        damaged[at] ^= 1;
        File.WriteAllBytes(LogPath, damaged);

        using LeadDatabase store = Open();

        store.GetConversationHistory(1).Should().BeEmpty();
        store.Diagnostics.LogDamage!.LostCommits.Should().BeGreaterThanOrEqualTo(Writes);
    }

    [Fact]
    public void A_log_that_was_left_whole_is_in_order()
    {
        LeaveLog();
        using LeadDatabase store = Open();
        store.Diagnostics.LogDamage.Should().BeNull();
        store.GetConversationHistory(1).Should().HaveCount(Writes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5000)]
    public void A_last_commit_that_was_cut_off_is_no_damage(int missing)
    {
        LeaveLog();
        byte[] whole = File.ReadAllBytes(LogPath);
        File.WriteAllBytes(LogPath, whole[..^missing]);
        using LeadDatabase store = Open();
        store.Diagnostics.LogDamage.Should().BeNull();
    }

    [Fact]
    public void A_log_that_began_anew_over_an_older_one_is_in_order()
    {
        using (HostProcess host = HostProcess.Start())
        {
            host.Open(_directory.Database, "pages=100").Should().StartWith("opened");
            host.Ask("lead +447809505864").Should().StartWith("lead 1");
            for (int i = 0; i < 300; i++)
            {
                host.Ask($"say 1 text-{i}").Should().StartWith("said");
            }

            host.Kill();
        }

        using LeadDatabase store = Open();
        store.Diagnostics.LogDamage.Should().BeNull();
        store.GetConversationHistory(1).Should().HaveCount(300);
    }

    [Fact]
    public void A_store_that_is_opened_beside_a_running_one_finds_nothing_wrong()
    {
        using LeadDatabase first = Open();
        Lead lead = first.CreateLead(new NewLead { Phone = "+447809505864" });
        for (int i = 0; i < Writes; i++)
        {
            first.CreateMessage(lead.Id, MessageSender.Agent, "text");
            using LeadDatabase second = Open();
            second.Diagnostics.LogDamage.Should().BeNull();
        }
    }

    [FactWithStrace]
    public void What_is_left_of_a_commit_whose_flush_failed_is_no_damage()
    {
        Create();
        int failed = 0;
        for (int nth = 2; nth <= 6; nth++)
        {
            using HostProcess host = HostProcess.StartWithFault(LogPath, $"fsync,fdatasync:error=EIO:when={nth}");
            host.Open(_directory.Database).Should().StartWith("opened");
            string text = new('x', 12_000);
            string answer = "";
            for (int i = 0; i < 8 && !answer.StartsWith("failed", StringComparison.Ordinal); i++)
            {
                answer = host.Ask($"say 1 {text}");
            }

            failed += answer == "failed InputOutput NotApplied" ? 1 : 0;
            if (nth % 2 == 0)
            {
                host.Ask("say 1 short").Should().StartWith("said", "it is shorter than what failed, so that a rest of that is left behind it");
            }

            host.Kill();
            using LeadDatabase store = Open();
            store.Diagnostics.LogDamage.Should().BeNull("flush {0}: what was lost was told as not applied", nth);
        }

        failed.Should().BePositive("else nothing was tried");
    }

    [FactWithStrace]
    public void What_is_left_of_a_commit_whose_flush_failed_does_not_hide_damage_before_it()
    {
        Create();
        using HostProcess host = HostProcess.StartWithFault(LogPath, "fsync,fdatasync:error=EIO:when=8");
        host.Open(_directory.Database).Should().StartWith("opened");
        string text = new('x', 12_000);
        while (host.Ask($"say 1 {text}").StartsWith("said", StringComparison.Ordinal))
        {
        }

        host.Kill();
        Damage();
        using LeadDatabase store = Open();
        store.Diagnostics.LogDamage!.LostCommits.Should().BePositive();
    }

    [Fact]
    public void A_changed_bit_anywhere_but_in_the_last_commit_is_reported()
    {
        LeaveLog();
        byte[] whole = File.ReadAllBytes(LogPath);
        byte[] file = File.ReadAllBytes(_directory.Database);
        int frame = 24 + BinaryPrimitives.ReadInt32BigEndian(whole.AsSpan(8));
        int[] commits = [.. Enumerable.Range(0, whole.Length / frame).Where(i => BinaryPrimitives.ReadInt32BigEndian(whole.AsSpan(32 + (i * frame) + 4)) != 0)];
        commits.Should().HaveCountGreaterThanOrEqualTo(Writes);
        for (int i = 0; i <= commits[^2]; i++)
        {
            // In its page, and in each field of its header: the page, the mark of a commit, the salts, the sums.
            foreach (int at in (int[])[24 + 100, 3, 4, 9, 14, 17, 21])
            {
                File.WriteAllBytes(_directory.Database, file);
                byte[] damaged = [.. whole];
                damaged[32 + (i * frame) + at] ^= 1;
                File.WriteAllBytes(LogPath, damaged);
                using (LeadDatabase store = Open())
                {
                    store.Diagnostics.LogDamage.Should().NotBeNull("byte {0} of frame {1}", at, i);
                }

                Array.ForEach(Directory.GetFiles(_directory.Path, "*-wal*"), File.Delete);
            }
        }
    }

    [Fact]
    public void A_log_with_a_broken_beginning_whose_commits_are_all_in_the_file_has_lost_nothing()
    {
        LeaveLog();
        byte[] log = File.ReadAllBytes(LogPath);
        using (LeadDatabase store = Open())
        {
            store.GetConversationHistory(1).Should().HaveCount(Writes);
        }

        log[25] ^= 1;
        File.WriteAllBytes(LogPath, log);
        using LeadDatabase again = Open();
        again.Diagnostics.LogDamage.Should().BeNull();
        again.GetConversationHistory(1).Should().HaveCount(Writes);
    }

    private void Damage()
    {
        byte[] damaged = File.ReadAllBytes(LogPath);
        damaged[damaged.Length / 2] ^= 1;
        File.WriteAllBytes(LogPath, damaged);
    }

    // Each write is a commit; none of them is in the file yet.
    private void LeaveLog()
    {
        Create();
        using HostProcess host = HostProcess.Start();
        host.Open(_directory.Database).Should().StartWith("opened");
        for (int i = 0; i < Writes; i++)
        {
            host.Ask($"say 1 text-{i}").Should().StartWith("said");
        }

        host.Kill();
    }

    private void Create()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        store.CreateLead(new NewLead { Phone = "+447809505864" });
    }

    private LeadDatabase Open() => LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, LoggerFactory = _log });
}
