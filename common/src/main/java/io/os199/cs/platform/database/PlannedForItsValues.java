package io.os199.cs.platform.database;

import org.jdbi.v3.sqlobject.customizer.SqlStatementCustomizingAnnotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a statement of a DAO, or all of its statements, to be planned by PostgreSQL anew for the values of each call.
 * By default, after about the tenth run on a connection, PostgreSQL makes one plan for all values, which assumes that
 * a filter that was left out ({@code cast(:tier as text) is null or …}) may hold for few rows: many times slower for
 * a caller that asks for everything. Meant for statements with such filters over many clients; not for those about
 * one client or those that run all the time, which take no longer to run than to plan. Has no effect on statements
 * that are queried through {@link Part}s.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@SqlStatementCustomizingAnnotation(Unnamed.class)
public @interface PlannedForItsValues {}
