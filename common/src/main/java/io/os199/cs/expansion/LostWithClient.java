package io.os199.cs.expansion;

import io.os199.cs.core.Departure;
import io.os199.cs.core.Departure.Departed;
import io.os199.cs.core.model.Consequence;
import io.os199.cs.core.model.Consequence.Kind;
import io.os199.cs.platform.database.Transaction;

import java.util.List;

/** The opportunities that are lost with the client that they were for. */
public final class LostWithClient implements Departure.Listener {
    @Override
    public List<Consequence> departed(Transaction tx, Departed departed) {
        int lost =
                tx.dao(OpportunityLossDao.class)
                        .lose(departed.clientId(), departed.actor().principal(), departed.at());
        return List.of(new Consequence(Kind.OPPORTUNITIES_LOST, lost));
    }
}
