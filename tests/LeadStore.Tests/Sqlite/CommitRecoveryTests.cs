using System.Diagnostics;
using System.Globalization;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Sqlite;

/// <summary>
/// The disk reports an error while a commit is made durable. What the log then holds is a matter of luck; what the caller is told is not.
/// </summary>
public sealed class CommitRecoveryTests : IDisposable
{
    // The call that makes a commit durable; which of the two SQLite makes is a matter of how it was built.
    private const string Flush = "fsync,fdatasync";

    private readonly TempDirectory _directory = new();

    public CommitRecoveryTests()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        store.CreateLead(new NewLead { Phone = "+447809505864" });
    }

    public void Dispose() => _directory.Dispose();

    [FactWithStrace]
    public void A_commit_whose_flush_fails_once_is_found_not_applied_and_stays_so_whatever_dies()
    {
        int failed = 0;
        for (int nth = 1; nth <= 8; nth++)
        {
            string text = $"text{nth}";
            using HostProcess host = Start($"{Flush}:error=EIO:when={nth}");
            string[] answers = [.. Enumerable.Range(0, 8).Select(i => host.Ask($"say 1 {text}-{i}"))];
            answers.Should().OnlyContain(a => a.StartsWith("said ") || a == "failed InputOutput NotApplied", "flush {0}", nth);
            failed += answers.Count(a => a.StartsWith("failed"));
            host.Kill();

            Stored(text).Should().Equal(Enumerable.Range(0, 8).Where(i => answers[i].StartsWith("said ")).Select(i => $"{text}-{i}"), "flush {0}", nth);
        }

        failed.Should().BePositive("else nothing was tried");
    }

    [FactWithStrace]
    public void While_the_storage_goes_on_failing_the_outcome_is_unknown_and_later_writes_are_refused_until_it_is_settled()
    {
        using HostProcess host = Start($"{Flush}:error=EIO:when=4..9");
        string[] answers = [.. Enumerable.Range(0, 14).Select(i => host.Ask($"say 1 text-{i}"))];

        answers.Should().Contain("failed InputOutput Unknown");
        int unknown = Array.IndexOf(answers, "failed InputOutput Unknown");
        answers.Should().OnlyContain(a => a.StartsWith("said ") || a.StartsWith("failed InputOutput "));
        answers[^1].Should().StartWith("said ", "the storage works again");
        host.Kill();

        string[] stored = Stored("text");
        stored.Where(text => text != $"text-{unknown}").Should().Equal(
            Enumerable.Range(0, 14).Where(i => answers[i].StartsWith("said ")).Select(i => $"text-{i}"));
    }

    [FactWithStrace]
    public void A_flush_that_finds_no_room_is_told_as_a_full_disk()
    {
        using HostProcess host = Start($"{Flush}:error=ENOSPC:when=3");
        string[] answers = [.. Enumerable.Range(0, 6).Select(i => host.Ask($"say 1 text-{i}"))];

        answers.Should().Contain("failed StorageFull NotApplied").And.OnlyContain(a => a.StartsWith("said ") || a == "failed StorageFull NotApplied");
        host.Kill();

        Stored("text").Should().Equal(Enumerable.Range(0, 6).Where(i => answers[i].StartsWith("said ")).Select(i => $"text-{i}"));
    }

    [FactWithStrace]
    public void A_log_that_cannot_be_written_applies_nothing()
    {
        using HostProcess host = Start("pwrite64:error=EIO:when=7");
        string[] answers = [.. Enumerable.Range(0, 8).Select(i => host.Ask($"say 1 text-{i}"))];

        answers.Should().Contain("failed InputOutput NotApplied").And.OnlyContain(a => a.StartsWith("said ") || a == "failed InputOutput NotApplied");
        host.Kill();

        Stored("text").Should().Equal(Enumerable.Range(0, 8).Where(i => answers[i].StartsWith("said ")).Select(i => $"text-{i}"));
    }

    [FactWithStrace]
    public async Task A_commit_that_turns_out_to_be_stored_is_confirmed_and_the_store_goes_on()
    {
        using HostProcess host = Start($"{Flush}:error=EIO:delay_exit=3000000:when=4");
        bool met = false;
        for (int i = 0; i < 6; i++)
        {
            Task<string> answer = Task.Run(() => host.Ask($"say 1 text-{i}"));
            if (await Task.WhenAny(answer, Task.Delay(1500)) != answer)
            {
                // What a second process leaves that dies while it writes the header of the log's index: the next reader makes it anew from
                // the log, which holds the commit whose flush is failing at this moment.
                met = true;
                File.WriteAllBytes(_directory.File("garbage"), new byte[12]);
                using Process dd = Process.Start("dd", [$"if={_directory.File("garbage")}", $"of={_directory.Database}-shm", "bs=1", "seek=8", "conv=notrunc"]);
                dd.WaitForExit();
            }

            (await answer).Should().StartWith("said ", "text {0}", i);
        }

        met.Should().BeTrue("else nothing was tried");
        host.Kill();
        Stored("text").Should().Equal(Enumerable.Range(0, 6).Select(i => $"text-{i}"));
    }

    private HostProcess Start(string injection)
    {
        HostProcess host = HostProcess.StartWithFault(_directory.Database + "-wal", injection);
        host.Open(_directory.Database).Should().StartWith("opened");
        return host;
    }

    // The contents that begin so, in order, in a store that opens, is whole and takes a further write.
    private string[] Stored(string start)
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        store.CreateMessage(1, MessageSender.Agent, "after");
        Raw.Scalar(_directory.Database, "PRAGMA integrity_check").Should().Be("ok");
        return [.. store.GetConversationHistory(1).Select(m => m.Content).Where(c => c.StartsWith(start, ignoreCase: false, CultureInfo.InvariantCulture))];
    }
}
