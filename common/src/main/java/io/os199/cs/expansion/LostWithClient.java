package io.os199.cs.expansion;

import io.os199.cs.core.Departure;
import io.os199.cs.core.Departure.Departed;
import io.os199.cs.core.model.Consequence;
import io.os199.cs.core.model.Consequence.Kind;
import io.os199.cs.platform.database.Transaction;

import java.util.List;

/** Marks a client's open opportunities as lost when the client leaves. */
public final class LostWithClient implements Departure.Listener {
    @Override
    public List<Consequence> departed(Transaction tx, Departed departed) {
        int lost =
                tx.dao(OpportunityLossDao.class)
                        .lose(departed.clientId(), departed.actor().principal(), departed.at());
        return List.of(new Consequence(Kind.OPPORTUNITIES_LOST, lost));
    }
}
