using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Sqlite;

/// <summary>
/// The name of a new file, and of each directory that was made for it, is on the disk before the store is used: where the disk refuses to
/// keep one, the store does not open, so that nothing is acknowledged which a loss of power would take with the name.
/// </summary>
public sealed class NewFileNameTests : IDisposable
{
    private const string Flush = "fsync,fdatasync:error=EIO";

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [FactWithStrace]
    public void The_directory_of_a_new_file_is_flushed() => Needs(_directory.Path, "leads.db");

    [FactWithStrace]
    public void The_directory_in_which_a_new_directory_was_made_is_flushed() => Needs(_directory.Path, "a/leads.db");

    [FactWithStrace]
    public void A_new_directory_in_which_another_was_made_is_flushed() => Needs(_directory.File("a"), "a/b/leads.db");

    [FactWithStrace]
    public void The_name_of_a_directory_whose_maker_was_killed_is_flushed()
    {
        Directory.CreateDirectory(_directory.File("a"));
        Needs(_directory.Path, "a/leads.db");
    }

    [FactWithStrace]
    public void The_name_of_an_empty_file_whose_maker_was_killed_is_flushed()
    {
        File.WriteAllBytes(_directory.Database, []);
        Needs(_directory.Path, "leads.db");
    }

    [FactWithStrace]
    public void A_file_that_has_something_in_it_is_opened_without_it()
    {
        LeadDatabase.Open(_directory.Database).Dispose();
        using HostProcess host = HostProcess.StartWithFault(_directory.Path, Flush);
        host.Open(_directory.Database).Should().StartWith("opened");
        host.Ask("lead +447809505864").Should().StartWith("lead 1");
    }

    private void Needs(string flushed, string file)
    {
        string path = _directory.File(file);
        using (HostProcess host = HostProcess.StartWithFault(flushed, Flush))
        {
            host.Open(path).Should().StartWith("failed CannotOpen").And.Contain($"A directory could not be synced: '{flushed}'");
        }

        using LeadDatabase store = LeadDatabase.Open(path);
        store.CreateLead(new NewLead { Phone = "+447809505864" });
        store.Maintenance.Verify().IsSound.Should().BeTrue();
    }
}
