package io.os199.cs.retention;

import io.os199.cs.communication.UnsentMail;
import io.os199.cs.core.Departure;
import io.os199.cs.core.Departure.Departed;
import io.os199.cs.core.Departure.Explained;
import io.os199.cs.core.StagedContracts;
import io.os199.cs.core.model.Consequence;
import io.os199.cs.core.model.Consequence.Kind;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.retention.postmortem.ChurnReason;

import java.util.List;

/** Records why a client left, cancels its campaigns and their unsent mails, and removes it from watch lists. */
public final class ChurnRecords implements Departure.Listener {
    private final UnsentMail mail;

    public ChurnRecords(UnsentMail mail) {
        this.mail = mail;
    }

    /** The batch form, for clients that had left before they were imported; to be called once their contracts are settled. */
    public static void imported(Transaction tx, StagedContracts.Rows rows) {
        tx.dao(ChurnRecordDao.class).recordImported(rows);
    }

    @Override
    public List<Consequence> departed(Transaction tx, Departed departed) {
        ChurnRecordDao dao = tx.dao(ChurnRecordDao.class);
        String clientId = departed.clientId();
        dao.record(
                clientId,
                departed.leave(),
                ChurnReason.named(departed.leave().reason()),
                departed.arrLostAmount(),
                departed.at());
        ChurnRecordDao.Cancelled cancelled = dao.cancelCampaigns(clientId, departed.at());
        return List.of(
                new Consequence(Kind.CHURN_RECORDED, 1),
                new Consequence(Kind.CAMPAIGNS_CANCELLED, cancelled.campaignCount()),
                new Consequence(
                        Kind.MAILS_CANCELLED,
                        mail.cancel(tx, clientId, cancelled.messageIds(), departed.at())),
                new Consequence(Kind.WATCHES_REMOVED, dao.removeWatches(clientId)));
    }

    @Override
    public List<Consequence> explained(Transaction tx, Explained explained) {
        int count =
                tx.dao(ChurnRecordDao.class)
                        .explain(explained, ChurnReason.named(explained.reason()));
        return List.of(new Consequence(Kind.CHURN_RECORDED, count));
    }
}
