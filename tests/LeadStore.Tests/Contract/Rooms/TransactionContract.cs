namespace LeadStore.Tests.Contract.Rooms;

/// <summary>Several verbs in one transaction, and transactions inside transactions.</summary>
public abstract class TransactionContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task What_a_transaction_did_is_stored_together_and_its_result_comes_back()
    {
        Message message = await Store.InTransactionAsync(async tx =>
        {
            Lead lead = await tx.CreateLeadAsync(new NewLead { Phone = John });
            await tx.SetAnswerAsync(lead.Id, "question_1", "yes");
            await tx.Settings.SetAsync(LeadSettings.AssistantName, "Ada");
            return await tx.CreateMessageAsync(lead.Id, MessageSender.Agent, "Hello");
        });

        Lead stored = (await Store.GetLeadByPhoneAsync(John))!;
        stored.Id.Should().Be(message.LeadId);
        stored.Answers.Should().ContainKey("question_1");
        (await Store.GetConversationHistoryAsync(stored.Id)).Should().Equal(message);
        (await Store.Settings.GetAsync(LeadSettings.AssistantName)).Should().Be("Ada");
    }

    [Fact]
    public async Task An_exception_undoes_everything_and_comes_out()
    {
        Lead john = await Add();

        InvalidTimeZoneException thrown = await ThrowsAndStoresNothing<InvalidTimeZoneException>(
            async () => await Store.InTransactionAsync(async tx =>
            {
                await tx.CreateLeadAsync(new NewLead { Phone = Phone(1), Source = "elsewhere" });
                await tx.CreateMessageAsync(john.Id, MessageSender.Customer, "Hello");
                await tx.QualifyLeadAsync(john.Id);
                await tx.Settings.SetAsync(LeadSettings.AssistantName, "Ada");
                await tx.DeleteLeadAsync(john.Id);
                Throw();
            }));

        thrown.Message.Should().Be("mine");
        (await Store.UpdateLeadAsync(john with { Name = "John" })).Version.Should().Be(2);
    }

    [Fact]
    public async Task A_refused_verb_that_is_not_caught_undoes_everything() =>
        await ThrowsAndStoresNothing<DuplicateLeadException>(async () => await Store.InTransactionAsync(async tx =>
        {
            await tx.CreateLeadAsync(new NewLead { Phone = John });
            await tx.CreateLeadAsync(new NewLead { Phone = John });
        }));

    [Fact]
    public async Task A_transaction_sees_its_own_changes()
    {
        Lead john = await Add();

        await Store.InTransactionAsync(async tx =>
        {
            await tx.ArchiveLeadAsync(john.Id);
            await tx.CreateMessageAsync(john.Id, MessageSender.Customer, "Hello");
            await tx.CreateLeadAsync(new NewLead { Phone = Phone(1) });

            (await tx.GetRequiredLeadAsync(john.Id)).Archived.Should().BeTrue();
            (await tx.GetAllLeadsAsync()).Should().ContainSingle().Which.Phone.Should().Be(Phone(1));
            (await tx.GetConversationHistoryAsync(john.Id)).Should().ContainSingle();
            (await tx.CheckExistingCustomerAsync(John))!.Archived.Should().BeFalse();
            (await tx.GetLeadWithHistoryAsync(John))!.Lead.Archived.Should().BeFalse();
            (await tx.IngestInboundAsync(new InboundMessage { From = John, Body = "Hi" })).History.Should().HaveCount(2);
        });

        (await Stored(john)).Archived.Should().BeFalse();
    }

    [Fact]
    public async Task Nobody_else_ever_sees_what_is_rolled_back()
    {
        TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<Lead?> reader = Task.Run(async () =>
        {
            await written.Task;
            return await Store.GetLeadByPhoneAsync(John);
        });

        await Assert.ThrowsAsync<InvalidTimeZoneException>(async () => await Store.InTransactionAsync(async tx =>
        {
            await tx.CreateLeadAsync(new NewLead { Phone = John });
            written.SetResult();
            Throw();
        }));

        (await reader).Should().BeNull();
    }

    [Fact]
    public async Task An_inner_transaction_that_fails_and_is_caught_takes_only_its_own_work_with_it()
    {
        Lead john = await Add();

        await Store.InTransactionAsync(async tx =>
        {
            await tx.SetAnswerAsync(john.Id, "outer_before", "yes");
            await Assert.ThrowsAsync<InvalidTimeZoneException>(async () => await tx.InTransactionAsync(async inner =>
            {
                await inner.SetAnswerAsync(john.Id, "inner", "yes");
                await inner.CreateLeadAsync(new NewLead { Phone = Phone(1) });
                Throw();
            }));
            (await tx.GetRequiredLeadAsync(john.Id)).Answers.Keys.Should().Equal("outer_before");
            await tx.SetAnswerAsync(john.Id, "outer_after", "yes");
        });

        (await Stored(john)).Answers.Keys.Should().Equal("outer_before", "outer_after");
        (await Store.GetAllLeadsAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task An_inner_transaction_is_stored_with_its_outer_one_and_not_before()
    {
        Lead john = await Add();

        int answers = await Store.InTransactionAsync(async tx =>
        {
            await tx.SetAnswerAsync(john.Id, "outer", "yes");
            return await tx.InTransactionAsync(async inner => (await inner.SetAnswerAsync(john.Id, "inner", "yes")).Answers.Count);
        });
        await Assert.ThrowsAsync<InvalidTimeZoneException>(async () => await Store.InTransactionAsync(async tx =>
        {
            await tx.InTransactionAsync(async inner => await inner.SetAnswerAsync(john.Id, "undone", "yes"));
            Throw();
        }));

        answers.Should().Be(2);
        (await Stored(john)).Answers.Keys.Should().Equal("outer", "inner");
    }

    [Fact]
    public async Task Transactions_nest_as_deep_as_one_likes_and_each_level_is_undone_alone()
    {
        Lead john = await Add();

        await Nest(Store, 0);

        (await Stored(john)).Answers.Keys.Should().Equal("level_0", "level_2", "level_4");

        async Task Nest(ILeadStore store, int level)
        {
            if (level > 5)
            {
                return;
            }

            // Work on even levels is kept; on odd ones the level's own answer is undone before the next level begins beside it.
            await store.InTransactionAsync(async tx =>
            {
                if (level % 2 == 0)
                {
                    await tx.SetAnswerAsync(john.Id, $"level_{level}", "yes");
                }
                else
                {
                    await Assert.ThrowsAsync<InvalidTimeZoneException>(async () => await tx.InTransactionAsync(async inner =>
                    {
                        await inner.SetAnswerAsync(john.Id, $"level_{level}", "yes");
                        Throw();
                    }));
                }

                await Nest(tx, level + 1);
            });
        }
    }

    [Fact]
    public async Task A_verb_that_fails_inside_a_transaction_and_is_caught_leaves_nothing_half_done()
    {
        Lead john = await Add();
        Lead jane = await Store.CreateLeadAsync(new NewLead { Phone = Phone(1) });

        await Store.InTransactionAsync(async tx =>
        {
            // This one moves the last contact before it finds that the phone is taken, and that must not stay.
            await Assert.ThrowsAsync<DuplicateLeadException>(async () => await tx.UpdateLeadAsync(
                jane.Id, lead => lead with { Phone = John, LastContactAt = Now.AddDays(1), Source = "elsewhere" }));

            // This one lists its source before.
            await Assert.ThrowsAsync<DuplicateLeadException>(
                async () => await tx.CreateLeadAsync(new NewLead { Phone = John, Source = "elsewhere" }));
            await tx.SetAnswerAsync(john.Id, "question_1", "yes");
        });

        (await Stored(jane)).Should().Be(jane);
        (await Stored(john)).Answers.Should().ContainKey("question_1");
        (await Store.Sources.GetAsync("elsewhere")).Should().BeNull();
    }

    [Fact]
    public async Task The_store_of_a_transaction_is_refused_once_the_transaction_has_ended()
    {
        ILeadStore? kept = null;
        await Store.InTransactionAsync(async tx =>
        {
            kept = tx;
            await tx.CreateLeadAsync(new NewLead { Phone = John });
        });

        await ThrowsAndStoresNothing<InvalidOperationException>(
            async () => await kept!.CreateLeadAsync(new NewLead { Phone = Phone(1) }));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await kept!.GetLeadByPhoneAsync(John));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await kept!.Settings.ListAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await kept!.InTransactionAsync(_ => ValueTask.CompletedTask));
    }

    [Fact]
    public async Task The_store_of_a_transaction_that_failed_is_refused_even_while_another_is_under_way()
    {
        ILeadStore? kept = null;
        await Assert.ThrowsAsync<InvalidTimeZoneException>(async () => await Store.InTransactionAsync(tx =>
        {
            kept = tx;
            Throw();
            return ValueTask.CompletedTask;
        }));

        await Store.InTransactionAsync(async tx =>
        {
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await kept!.CreateLeadAsync(new NewLead { Phone = John }));
            await tx.CreateLeadAsync(new NewLead { Phone = Phone(1) });
        });

        (await Store.GetAllLeadsAsync()).Should().ContainSingle().Which.Phone.Should().Be(Phone(1));
    }

    [Fact]
    public async Task The_outer_store_is_refused_inside_a_transaction_instead_of_waiting_for_itself()
    {
        await Store.InTransactionAsync(async tx =>
        {
            await tx.CreateLeadAsync(new NewLead { Phone = John });
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await Store.CreateLeadAsync(new NewLead { Phone = Phone(1) }));
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await Store.GetLeadByPhoneAsync(John));
        });

        (await Store.GetAllLeadsAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task Disposing_the_store_of_a_transaction_does_nothing()
    {
        await Store.InTransactionAsync(async tx =>
        {
            await tx.DisposeAsync();
            await tx.CreateLeadAsync(new NewLead { Phone = John });
        });

        (await Store.GetLeadByPhoneAsync(John)).Should().NotBeNull();
    }

    [Fact]
    public async Task Of_many_transactions_at_once_those_that_fail_do_not_touch_the_others()
    {
        IReadOnlyList<bool> stored = await AtOnce(20, async number =>
        {
            try
            {
                await Store.InTransactionAsync(async tx =>
                {
                    Lead lead = await tx.CreateLeadAsync(new NewLead { Phone = Phone(number) });
                    await tx.CreateMessageAsync(lead.Id, MessageSender.Customer, $"{number}");
                    if (number % 3 == 0)
                    {
                        Throw();
                    }
                });
                return true;
            }
            catch (InvalidTimeZoneException)
            {
                return false;
            }
        });

        IReadOnlyList<Lead> leads = await Store.GetAllLeadsAsync();
        leads.Select(lead => lead.Phone).Should().BeEquivalentTo(
            Enumerable.Range(0, 20).Where(number => number % 3 != 0).Select(Phone));
        stored.Count(success => success).Should().Be(leads.Count);
        foreach (Lead lead in leads)
        {
            (await Store.GetConversationHistoryAsync(lead.Id)).Should().ContainSingle();
        }
    }

    [Fact]
    public async Task A_transaction_without_a_callback_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.InTransactionAsync<int>(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.InTransactionAsync(null!));
    }

    private static void Throw() => throw new InvalidTimeZoneException("mine");

    [Fact]
    public async Task An_error_inside_a_transaction_names_the_verb_that_failed()
    {
        LeadNotFoundException failure = await Assert.ThrowsAsync<LeadNotFoundException>(async () =>
            await Store.InTransactionAsync(async tx => { await tx.ArchiveLeadAsync(404); }));

        failure.Operation.Should().Be("ArchiveLead");
    }
}
