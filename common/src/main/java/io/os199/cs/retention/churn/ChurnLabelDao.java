package io.os199.cs.retention.churn;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.locator.UseClasspathSqlLocator;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.LocalDate;
import java.util.List;

/** Reads which clients existed in the past and which of them left: {@code ChurnLabelDao/labels.sql}. */
@UseClasspathSqlLocator
interface ChurnLabelDao {
    @SqlQuery
    @RegisterConstructorMapper(Label.class)
    List<Label> labels(String[] clientIds, LocalDate trainedOn, int windows, int windowDays);

    /**
     * A client on a day, and whether it left after it.
     *
     * @param window 1 for the newest
     */
    record Label(String clientId, LocalDate day, int window, boolean churned) {}
}
