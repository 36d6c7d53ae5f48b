package io.os199.cs.support;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.support.model.Escalation;
import io.os199.cs.support.model.EscalationUpdate;

import java.util.List;

/**
 * The updates of one escalation.
 *
 * @param newest the newest first
 * @param totalCount the number of all updates
 */
public record EscalationHistory(List<EscalationUpdate> newest, int totalCount) {
    /** Reads at most {@code most} of the updates. */
    public static EscalationHistory of(Transaction tx, Escalation escalation, int most) {
        EscalationDao dao = tx.dao(EscalationDao.class);
        return new EscalationHistory(
                dao.updates(escalation.clientId(), escalation.escalationId(), most),
                dao.updateCount(escalation.clientId(), escalation.escalationId()));
    }
}
