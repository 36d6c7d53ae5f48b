package io.os199.cs.communication.newsletter;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

/** Reads how readers reacted to editions. */
interface EditionResultsDao {
    /**
     * Counts, for each section, the messages of a campaign in which people clicked one of its links; links are JSON
     * of number and address.
     */
    @SqlQuery(
            """
            with link as (
                select place, url from jsonb_to_recordset(cast(:links as jsonb)) as l (place int, url text)),
            clicked as (
                select distinct v.message_id, v.url
                from email_messages m
                join email_events v on v.client_id = m.client_id and v.message_id = m.message_id
                where m.campaign_id = :campaignId and m.is_clicked and v.type = 'clicked' and not v.is_machine
                    and v.url in (select url from link))
            select l.place, count(distinct c.message_id)::int as clicked_count
            from link l
            left join clicked c on c.url = l.url
            group by l.place
            order by l.place
            """)
    @RegisterConstructorMapper(SectionClicks.class)
    List<SectionClicks> clicks(String campaignId, String links);

    /** The number of messages clicked in a section. */
    record SectionClicks(int place, int clickedCount) {}

    /** Returns when people first opened messages, by hour in the zone. */
    @SqlQuery(
            """
            select extract(hour from first_opened_at at time zone :zone)::int as hour, count(*)::int as opened_count
            from email_messages
            where campaign_id = :campaignId and first_opened_at is not null
            group by 1
            order by 1
            """)
    @RegisterConstructorMapper(HourCount.class)
    List<HourCount> opensByHour(String campaignId, String zone);

    /** The number of messages first opened in an hour of the day. */
    record HourCount(int hour, int openedCount) {}

    /** Returns the editions of a series that were sent before this one and reached somebody, the latest first. */
    @SqlQuery(
            """
            select n.newsletter_id, n.edition_no, n.sections::text as sections, n.campaign_id
            from newsletters n
            join email_campaigns c on c.campaign_id = n.campaign_id
            where n.series_key = :seriesKey and n.edition_no < :editionNo and c.status = 'sent'
                and exists (select from email_messages m
                    where m.campaign_id = c.campaign_id and m.status in ('delivered', 'opened', 'clicked'))
            order by n.edition_no desc
            limit :most
            """)
    @RegisterConstructorMapper(Earlier.class)
    List<Earlier> before(String seriesKey, int editionNo, int most);

    /** An edition that was sent. */
    record Earlier(String newsletterId, int editionNo, String sections, String campaignId) {}
}
