package io.os199.cs.ingest;

import io.os199.cs.core.model.Touchpoint;
import io.os199.cs.ingest.kind.Batch;
import io.os199.cs.retention.satisfaction.SurveyResponses.NewAnswer;

import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

/** Queries that the intake of rows needs in addition to those of an import. */
interface RowIntakeDao {
    /** Locks the clients in one order, so that two senders of one row wait for each other and never in a circle. */
    @SqlQuery(
            """
            select client_id from clients where client_id = any(:clientIds) order by client_id for no key update
            """)
    List<String> lock(String[] clientIds);

    /** A row of the batch that the merge created. */
    record NewTouchpoint(String touchpointId, @Nested Touchpoint touchpoint) {}

    @SqlQuery(
            """
            select t.touchpoint_id, t.client_id, t.kind, t.direction, t.occurred_at, t.contact_id, t.subject,
                t.note_text, t.actor, t.answered_at is not null as answered, t.source_ref
            from import_staging_touchpoints s
            join touchpoints t on t.client_id = s.client_id and t.touchpoint_id = s.row_id
                and t.occurred_at = s.occurred_at
            where
            """
                    + Batch.ROWS
                    + " order by t.occurred_at, t.touchpoint_id")
    @RegisterConstructorMapper(NewTouchpoint.class)
    List<NewTouchpoint> touchpoints(@BindMethods Batch batch);

    @SqlQuery(
            """
            select r.client_id, r.response_id, r.survey_id, r.kind, r.score, r.reason_text, r.contact_email,
                r.responded_at, r.external_id
            from import_staging_survey_responses s
            join survey_responses r on r.client_id = s.client_id and r.response_id = s.row_id
            where
            """
                    + Batch.ROWS
                    + " order by r.responded_at, r.response_id")
    @RegisterConstructorMapper(NewAnswer.class)
    List<NewAnswer> answers(@BindMethods Batch batch);
}
