namespace LeadStore;

/// <summary>What became of telling the store that a lead was sent something.</summary>
/// <param name="Send">The send as it is stored now.</param>
/// <param name="IsNew">False if it was stored already.</param>
public sealed record RecordedSend(CampaignSend Send, bool IsNew)
{
    /// <summary>Names the send, and says whether it was stored already.</summary>
    public override string ToString() => $"{Send}{(IsNew ? "" : ", recorded before")}";
}
