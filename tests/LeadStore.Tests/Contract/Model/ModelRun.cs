using System.Globalization;
using Microsoft.Extensions.Time.Testing;

namespace LeadStore.Tests.Contract.Model;

/// <summary>One random sequence of verbs, done to a store and to the model side by side. Every result and every read must be the same.</summary>
internal sealed class ModelRun(ILeadStore store, FakeTimeProvider clock, Random random)
{
    private const int Phones = 6;
    private readonly List<Lead> _readBefore = [];
    private ModelStore _model = new();

    public int Steps { get; private set; }

    private DateTimeOffset Now => clock.GetUtcNow();

    public async Task Go(int steps)
    {
        while (Steps < steps)
        {
            await Step(store, depth: 0);
            await Compare(store);
        }
    }

    private async Task Step(ILeadStore on, int depth)
    {
        Steps++;
        int die = random.Next(depth > 1 ? 21 : 23);
        await (die switch
        {
            0 or 1 => Create(on),
            2 or 3 => Upsert(on),
            4 or 5 => Check(on),
            6 => Change(on),
            7 => Replace(on),
            8 => OnLead(on, async (tx, id) => await tx.SetAnswerAsync(id, Question(), Answer()), SetTheSameAnswer),
            9 => OnLead(on, async (tx, id) => await tx.QualifyLeadAsync(id), lead => lead.Qualify(Now)),
            10 => OnLead(on, async (tx, id) => await tx.RequalifyLeadAsync(id), lead => lead.Requalify()),
            11 => Touch(on),
            12 or 13 => OnLead(on, async (tx, id) => await tx.ArchiveLeadAsync(id), lead => lead.Archive(Now)),
            14 => OnLead(on, async (tx, id) => await tx.RestoreLeadAsync(id), lead => lead.Restore()),
            15 => Delete(on),
            16 or 17 => Write(on),
            18 or 19 => Ingest(on),
            20 => Once(on),
            _ => Transaction(on, depth),
        });
        if (random.Next(3) == 0)
        {
            clock.Advance(TimeSpan.FromMicroseconds(random.Next(3) * 500));
        }
    }

    private string _question = "";
    private string? _answer;

    private string Question() => _question = $"question_{random.Next(3)}";

    private string? Answer() => _answer = random.Next(4) switch { 0 => null, var n => $"{n}" };

    private ModelLead SetTheSameAnswer(ModelLead lead) => lead.SetAnswer(_question, _answer);

    private string Phone() => string.Create(CultureInfo.InvariantCulture, $"+44770010000{random.Next(Phones)}");

    private long Id() => _model.Leads.Count > 0 && random.Next(10) > 0
        ? _model.Leads.Keys.ElementAt(random.Next(_model.Leads.Count))
        : 1_000_000;

    private DateTimeOffset SomeTime() => Now.AddMinutes(random.Next(-5, 3));

    private async Task Create(ILeadStore on)
    {
        string phone = Phone();
        NewLead input = new() { Phone = phone, Name = random.Next(2) == 0 ? null : "John", Progress = random.Next(0, 101) };
        if (_model.ByPhone(phone) is { } existing)
        {
            (await Assert.ThrowsAsync<DuplicateLeadException>(async () => await on.CreateLeadAsync(input))).ExistingId.Should().Be(existing.Lead.Id);
            return;
        }

        Lead made = await on.CreateLeadAsync(input);
        made.Id.Should().BeGreaterThan(_model.Leads.Keys.LastOrDefault());
        Add(made, NewLead(made, phone) with { Name = input.Name, Progress = input.Progress!.Value });
    }

    private async Task Upsert(ILeadStore on)
    {
        string phone = Phone();
        NewLead input = new() { Phone = phone, Name = random.Next(2) == 0 ? null : $"Name {random.Next(3)}" };
        Lead stored = await on.UpsertLeadAsync(input);
        if (_model.ByPhone(phone) is { } existing)
        {
            ModelLead restored = existing.Restore();
            Put(restored.Update(restored.Lead with { Name = input.Name ?? restored.Lead.Name }), stored);
        }
        else
        {
            Add(stored, NewLead(stored, phone) with { Name = input.Name });
        }
    }

    private async Task Check(ILeadStore on)
    {
        string phone = Phone();
        Lead? found = await on.CheckExistingCustomerAsync(phone);
        if (_model.ByPhone(phone) is { } existing)
        {
            Put(existing.Restore(), found);
            _readBefore.Add(found!);
        }
        else
        {
            found.Should().BeNull();
        }
    }

    private async Task Change(ILeadStore on)
    {
        int progress = random.Next(-1, 102);
        long id = Id();
        Func<Lead, Lead> change = lead => lead with { Progress = progress, Status = progress % 2 == 0 ? LeadStatus.Active : lead.Status };
        if (!_model.Leads.TryGetValue(id, out ModelLead? known))
        {
            await Assert.ThrowsAsync<LeadNotFoundException>(async () => await on.UpdateLeadAsync(id, change));
        }
        else if (progress is < 0 or > 100)
        {
            await Assert.ThrowsAsync<LeadValidationException>(async () => await on.UpdateLeadAsync(id, change));
        }
        else
        {
            Put(known.Update(change(known.Lead)), await on.UpdateLeadAsync(id, change));
        }
    }

    // A lead that was read some steps ago, changed now.
    private async Task Replace(ILeadStore on)
    {
        if (_readBefore.Count == 0)
        {
            return;
        }

        Lead read = _readBefore[random.Next(_readBefore.Count)];
        Lead changed = read with { Name = $"Name {random.Next(3)}" };
        if (!_model.Leads.TryGetValue(read.Id, out ModelLead? known))
        {
            await Assert.ThrowsAsync<LeadNotFoundException>(async () => await on.UpdateLeadAsync(changed));
        }
        else if (known.Lead.Version != read.Version)
        {
            await Assert.ThrowsAsync<LeadConcurrencyException>(async () => await on.UpdateLeadAsync(changed));
        }
        else
        {
            Put(known.Update(known.Lead with { Name = changed.Name }), await on.UpdateLeadAsync(changed));
        }
    }

    private async Task OnLead<T>(ILeadStore on, Func<ILeadStore, long, Task<T>> verb, Func<ModelLead, ModelLead> expected)
    {
        long id = Id();
        if (!_model.Leads.TryGetValue(id, out ModelLead? known))
        {
            await Assert.ThrowsAsync<LeadNotFoundException>(() => verb(on, id));
            return;
        }

        T result = await verb(on, id);
        ModelLead changed = expected(known);
        if (result is bool did)
        {
            did.Should().Be(changed != known);
            Put(changed, changed.Lead);
        }
        else
        {
            Put(changed, result as Lead);
        }
    }

    private Task Touch(ILeadStore on)
    {
        DateTimeOffset at = SomeTime();
        return OnLead(on, async (tx, id) => await tx.TouchLeadAsync(id, at), lead => lead.Touch(at));
    }

    private async Task Delete(ILeadStore on)
    {
        long id = Id();
        DeleteSummary? gone = await on.TryDeleteLeadAsync(id);
        (gone?.MessagesDeleted).Should().Be(_model.Leads.GetValueOrDefault(id)?.Messages.Count);
        _model = _model.Without(id);
    }

    private async Task Write(ILeadStore on)
    {
        long id = Id();
        MessageSender sender = (MessageSender)random.Next(4);
        DateTimeOffset? sentAt = random.Next(2) == 0 ? null : SomeTime();
        if (!_model.Leads.TryGetValue(id, out ModelLead? known))
        {
            await Assert.ThrowsAsync<LeadNotFoundException>(async () => await on.CreateMessageAsync(id, sender, "text", sentAt));
            return;
        }

        Message message = await on.CreateMessageAsync(id, sender, "text", sentAt);
        message.Should().Be(new Message { Id = message.Id, LeadId = id, Sender = sender, Content = "text", SentAt = sentAt ?? Now });
        _model = _model.With(known.Write(message));
    }

    private async Task Ingest(ILeadStore on)
    {
        string phone = Phone();
        string? sourceId = random.Next(3) == 0 ? null : $"SM{random.Next(20)}";
        DateTimeOffset? receivedAt = random.Next(2) == 0 ? null : SomeTime();
        InboundResult result = await on.IngestInboundAsync(new InboundMessage { From = phone, Body = "text", SourceId = sourceId, ReceivedAt = receivedAt });
        Message? before = sourceId is null ? null : _model.BySource(sourceId);
        ModelLead? known = before is null ? _model.ByPhone(phone) : _model.Leads[before.LeadId];

        result.IsDuplicate.Should().Be(before is not null);
        result.IsNew.Should().Be(known is null);
        result.WasRestored.Should().Be(before is null && known is { Lead.Archived: true });
        if (before is null)
        {
            DateTimeOffset at = receivedAt ?? Now;
            known ??= new ModelLead(NewLead(result.Lead, phone) with { LastContactAt = at });
            known = known.Restore().Write(new Message
            {
                Id = result.Message.Id,
                LeadId = known.Lead.Id,
                Content = "text",
                SentAt = at,
                Channel = Channel.Sms,
                SourceId = sourceId,
            });
        }

        result.Message.Should().Be(before ?? known!.Messages[^1]);
        result.History.Should().Equal(known!.History);
        Put(known, result.Lead);
    }

    private async Task Once(ILeadStore on)
    {
        string key = $"key {random.Next(3)}";
        await OnLead(on, async (tx, id) => await tx.TryOnceAsync(id, key), lead => lead.Done.Contains(key) ? lead : lead with { Done = lead.Done.Add(key) });
    }

    private async Task Transaction(ILeadStore on, int depth)
    {
        ModelStore before = _model;
        int readBefore = _readBefore.Count;
        int steps = random.Next(1, 5);
        bool fails = random.Next(2) == 0;
        Func<Task> transaction = async () => await on.InTransactionAsync(async tx =>
        {
            for (int i = 0; i < steps; i++)
            {
                await Step(tx, depth + 1);
            }

            await Compare(tx);
            if (fails)
            {
                throw new InvalidTimeZoneException("on purpose");
            }
        });
        if (fails)
        {
            await Assert.ThrowsAsync<InvalidTimeZoneException>(transaction);
            _model = before;

            // What was read in there never came true.
            _readBefore.RemoveRange(readBefore, _readBefore.Count - readBefore);
        }
        else
        {
            await transaction();
        }
    }

    private Lead NewLead(Lead made, string phone) => new()
    {
        Id = made.Id,
        Uid = made.Uid,
        Phone = phone,
        CreatedAt = Now,
        LastContactAt = Now,
        Version = 1,
    };

    private void Add(Lead made, Lead expected)
    {
        made.Should().Be(expected);
        _model = _model.With(new ModelLead(expected));
    }

    private void Put(ModelLead lead, Lead? returned)
    {
        returned.Should().Be(lead.Lead);
        _model = _model.With(lead);
    }

    private async Task Compare(ILeadStore on)
    {
        (await on.GetAllLeadsAsync()).Should().Equal(_model.List(includeArchived: false));
        (await on.GetAllLeadsAsync(includeArchived: true)).Should().Equal(_model.List(includeArchived: true));
        foreach (ModelLead lead in _model.Leads.Values)
        {
            (await on.GetLeadAsync(lead.Lead.Id)).Should().Be(lead.Lead);
            (await on.GetConversationHistoryAsync(lead.Lead.Id)).Should().Equal(lead.History);
            (await on.GetConversationHistoryAsync(lead.Lead.Id, 2)).Should().Equal(lead.History.TakeLast(2));
            (await on.ListQualificationsAsync(lead.Lead.Id)).Select(row => (row.Number, row.QualifiedAt, ModelLead.Text(row.Answers)))
                .Should().Equal(lead.Qualifications);
        }
    }
}
