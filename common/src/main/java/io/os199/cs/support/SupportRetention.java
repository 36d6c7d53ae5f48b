package io.os199.cs.support;

import io.os199.cs.platform.database.Expiry;

import java.util.List;

/** How long searches, visits and views are kept; tickets are kept forever. */
public final class SupportRetention {
    private SupportRetention() {}

    /**
     * Returns the expiries of visits, views and searches.
     *
     * @param portalMonths months for visits to portals and views of their content; 0 means forever
     * @param searchMonths months for searches of the knowledge base; 0 means forever
     */
    public static List<Expiry> of(int portalMonths, int searchMonths) {
        return List.of(
                Expiry.ofMonths(
                        "visits of portals",
                        portalMonths,
                        (tx, before, most) ->
                                tx.dao(SupportRetentionDao.class).deleteVisits(before, most)),
                Expiry.ofMonths(
                        "views in portals",
                        portalMonths,
                        (tx, before, most) ->
                                tx.dao(SupportRetentionDao.class).deleteViews(before, most)),
                Expiry.ofMonths(
                        "searches",
                        searchMonths,
                        (tx, before, most) ->
                                tx.dao(SupportRetentionDao.class).deleteSearches(before, most)));
    }
}
