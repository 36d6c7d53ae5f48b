package io.os199.cs.platform.database;

import org.jdbi.v3.sqlobject.customizer.SqlStatementCustomizingAnnotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A statement of a DAO, or all of them, that PostgreSQL plans anew for the values of each call. By itself it makes one plan for all values after about the
 * tenth time on a connection, in which a filter that was left out ({@code cast(:tier as text) is null or …}) may hold for few rows: many times slower for who
 * asks for all. For statements with such filters over many clients; not for those about one client or that run all the time, which take no longer than it
 * takes to plan them. Statements that {@link Part}s are asked with are not reached by it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@SqlStatementCustomizingAnnotation(Unnamed.class)
public @interface PlannedForItsValues {}
