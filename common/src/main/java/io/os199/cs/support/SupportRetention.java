package io.os199.cs.support;

import io.os199.cs.platform.database.Expiry;

import java.util.List;

/** How long is kept what was looked for and looked at; tickets are for ever. */
public final class SupportRetention {
    private SupportRetention() {}

    /**
     * Visits, views and searches.
     *
     * @param portalMonths of visits of portals and views of what is in them; 0 for ever
     * @param searchMonths of searches of the knowledge base; 0 for ever
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
