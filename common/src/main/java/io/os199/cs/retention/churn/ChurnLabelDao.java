package io.os199.cs.retention.churn;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.locator.UseClasspathSqlLocator;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.LocalDate;
import java.util.List;

/** Which clients were there in the past, and which of them left: {@code ChurnLabelDao/labels.sql}. */
@UseClasspathSqlLocator
interface ChurnLabelDao {
    @SqlQuery
    @RegisterConstructorMapper(Label.class)
    List<Label> labels(String[] clientIds, LocalDate trainedOn, int windows, int windowDays);

    /**
     * Whether a client left.
     *
     * @param window 1 for the newest
     */
    record Label(String clientId, LocalDate day, int window, boolean churned) {}
}
