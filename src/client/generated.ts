// Made by scripts/client.ts from the OpenAPI document; do not edit.

export interface paths {
    "/api/crons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Crons by name, in numbered pages */
        get: operations["aliasListCrons"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crons/{id}/toggle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enable a disabled cron and the other way round */
        post: operations["aliasToggleCron"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Executions, newest first, in numbered pages */
        get: operations["aliasListExecutions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run an ended execution again */
        post: operations["aliasRetryExecution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What somebody should look at, at most 20 of each kind */
        get: operations["listAttention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was changed, the latest first; who is limited to groups sees what belongs to them */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All of it as a stream, the oldest first, with the hashes; this is put on record too */
        get: operations["exportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with name and password; the answer sets the cookie of a session */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End this session */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the first admin with the link in the log, and sign in */
        post: operations["setup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How to sign in here */
        get: operations["getSignInState"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backfills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Backfills, the newest first */
        get: operations["listBackfills"];
        put?: never;
        /** Run past occurrences of a cron; with dryRun, or when there is nothing to run, only say what would be */
        post: operations["createBackfill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backfills/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One backfill and how far it is */
        get: operations["getBackfill"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backfills/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel it and its executions that have not started */
        post: operations["cancelBackfill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backfills/{id}/executions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The executions of a backfill by the time they are for */
        get: operations["listBackfillExecutions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backfills/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start no more of its executions; those under way go on */
        post: operations["pauseBackfill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backfills/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a paused backfill go on */
        post: operations["resumeBackfill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backfills/{id}/retry-failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run those of its executions again that failed or timed out */
        post: operations["retryFailedOfBackfill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every calendar by name, without its dates */
        get: operations["listCalendars"];
        put?: never;
        /** Create a calendar */
        post: operations["createCalendar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One calendar with its dates and what uses it */
        get: operations["getCalendar"];
        /** Write all of a calendar; the crons that use it are timed anew */
        put: operations["replaceCalendar"];
        post?: never;
        /** Delete a calendar that no cron and no calendar uses */
        delete: operations["deleteCalendar"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars/{name}/days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every day of a year: open or closed, and what says so */
        get: operations["listCalendarDays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars/{name}/impact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a change of a calendar would do to the runs of the coming year; nothing is saved */
        post: operations["previewCalendar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a calendar, or replace its dates, from a ready-made one, iCalendar or CSV */
        post: operations["importCalendar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars/ready-made": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Countries and regions whose calendars can be imported, those with announced dates first */
        get: operations["listReadyMadeCalendars"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/crons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Crons that fit the filters */
        get: operations["listCrons"];
        put?: never;
        /** Create a cron */
        post: operations["createCron"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/crons/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One cron */
        get: operations["getCron"];
        /** Write all fields; those left out get defaults */
        put: operations["replaceCron"];
        post?: never;
        /** Delete a cron; its history stays, what has not started is canceled */
        delete: operations["deleteCron"];
        options?: never;
        head?: never;
        /** Change some fields */
        patch: operations["updateCron"];
        trace?: never;
    };
    "/api/v1/crons/{id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run no more on schedule */
        post: operations["disableCron"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/crons/{id}/duplicate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a copy under another name, disabled unless asked otherwise */
        post: operations["duplicateCron"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/crons/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run on schedule from now on */
        post: operations["enableCron"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/crons/{id}/occurrences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is coming of one cron, within a year when not asked otherwise */
        get: operations["listOccurrences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/crons/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write what comes due as SKIPPED, until it is resumed; a paused one gets the new end and reason */
        post: operations["pauseCron"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/crons/{id}/recent-params": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last 10 different params among its last 200 executions */
        get: operations["listRecentParams"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/crons/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a pause */
        post: operations["resumeCron"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/crons/{id}/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a cron was, the newest first */
        get: operations["listCronRevisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/crons/{id}/revisions/{revision}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a cron was in one version */
        get: operations["getCronRevision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/crons/{id}/revisions/{revision}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a cron what it was, but for whether it is enabled; that is a new revision */
        post: operations["restoreCronRevision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/crons/{id}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures of one cron and their course */
        get: operations["getCronStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/crons/{id}/toggle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enable a disabled cron and the other way round */
        post: operations["toggleCron"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/crons/{id}/trigger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run a cron now, also a disabled one */
        post: operations["triggerCron"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/crons/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A file of crons that makes them elsewhere, by name; at most 20,000 */
        get: operations["exportCrons"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/crons/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the stored crons what a file says, all or none */
        post: operations["importCrons"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/crons/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Last results and figures of several crons; those that do not exist are left out */
        get: operations["listCronFigures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dispatchers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Dispatchers that run, and how far behind dispatch is */
        get: operations["listDispatchers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/error-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Failures grouped by error; an execution that runs again leaves its group */
        get: operations["listErrorGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/error-groups/{fingerprint}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One group of errors; its executions: /executions?fingerprint= */
        get: operations["getErrorGroup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Executions, newest first; those of one cron by scheduled time */
        get: operations["listExecutions"];
        put?: never;
        /** Run a handler once, without a cron */
        post: operations["createExecution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One execution with its attempts */
        get: operations["getExecution"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark a failure as handled */
        post: operations["acknowledgeExecution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Attempts that did not succeed, in order */
        get: operations["listAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel an execution; one that runs is asked to end */
        post: operations["cancelExecution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How an execution differs from another one */
        get: operations["diffExecution"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep a PENDING execution from starting */
        post: operations["holdExecution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the handler logged, oldest first */
        get: operations["listLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}/logs/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole log as text */
        get: operations["downloadLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a HELD execution go on */
        post: operations["releaseExecution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run an ended execution again */
        post: operations["retryExecution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/{id}/succeed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark an execution as succeeded that is held or ended without success */
        post: operations["succeedExecution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Executions as CSV or JSON lines, newest first; at most 100,000 */
        get: operations["exportExecutions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/histogram": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Executions over time by status: when they ended, else began, else were made
         * @description Where there are many and only their time, status and group matter, the stored counts of what ended in that time answer.
         */
        get: operations["executionHistogram"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/executions/suggest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Values that complete a filter */
        get: operations["suggestFilterValues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/handlers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Handlers that workers offer or crons need, by name */
        get: operations["listHandlers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/handlers/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One handler: who offers it, and the schema of its params */
        get: operations["getHandler"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who asks, and what they may do */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change some of your preferences */
        patch: operations["updateMe"];
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change your password; your other sessions end */
        put: operations["changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where you are signed in, the latest first */
        get: operations["listMySessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign out somewhere */
        delete: operations["endMySession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Operations, the newest first; who is limited to groups sees their own */
        get: operations["listOperations"];
        put?: never;
        /** Do something to many crons or executions; with dryRun only say to how many, and to which first */
        post: operations["createOperation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One operation and how far it is */
        get: operations["getOperation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations/{id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The targets of an operation and what became of each */
        get: operations["listOperationItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operations/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop it after the target it is at; what is done stays so */
        post: operations["stopOperation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What will run, by time, and what keeps the rest from running; or how much, per group */
        get: operations["listPlan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plan/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a change of a cron or a calendar would do to the runs of the coming year; nothing is saved */
        post: operations["diffPlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/saved-views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Own views and shared ones, by name */
        get: operations["listSavedViews"];
        put?: never;
        /** Save a view */
        post: operations["createSavedView"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/saved-views/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Write a view anew */
        put: operations["replaceSavedView"];
        post?: never;
        /** Delete a view */
        delete: operations["deleteSavedView"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a schedule that is being typed would do; an invalid one is answered with its errors */
        post: operations["previewSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What holds for everybody */
        get: operations["getSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change some settings */
        patch: operations["updateSettings"];
        trace?: never;
    };
    "/api/v1/stats/badges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What runs, failed lately and is late: three small counts for every page */
        get: operations["statsBadges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stats/charts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Throughput by status, failure rate, queue delay and run time over the same time */
        get: operations["statsCharts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stats/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What runs, waits and ended, against the period before */
        get: operations["statsSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stats/timeseries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Throughput, failures, queue delay or run time over time */
        get: operations["statsTimeseries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Hints that something changed, as server-sent events */
        get: operations["openStream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/database": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The database: version, latency, size, migrations */
        get: operations["getDatabaseState"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/diagnostics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Versions, processes, database and figures in one file, without params, results and secrets */
        get: operations["getDiagnostics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What runs here */
        get: operations["getSystemInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pause every cron; what exists already still runs */
        post: operations["pauseScheduler"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/purge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete ended executions and logs that are older; the newest of each cron stays */
        post: operations["purge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the pause of the scheduler; crons that are paused themselves stay paused */
        post: operations["resumeScheduler"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/scheduler": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the whole scheduler is paused */
        get: operations["getSchedulerState"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What concerns everybody: a pause, missing processes, wrong clocks, missing migrations */
        get: operations["getSystemStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Executions as bars in lanes, at most 3,000, and what is coming */
        get: operations["getTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your tokens, the youngest first; to an admin those of everybody */
        get: operations["listTokens"];
        put?: never;
        /** Make a token with at most your own role and groups */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a token of yours; an admin any */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Transactions that are not committed or rolled back everywhere, the oldest first */
        get: operations["listTransactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transactions/{gid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One transaction, also one that is over and still on record */
        get: operations["getTransaction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/transactions/{gid}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a transaction by hand */
        post: operations["resolveTransaction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every user by name */
        get: operations["listUsers"];
        put?: never;
        /** Make a user */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One user */
        get: operations["getUser"];
        put?: never;
        post?: never;
        /** Delete a user with all sessions and tokens; the audit log keeps the name */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /** Change role, groups or display name, enable or disable; one that is disabled is signed out at once */
        patch: operations["updateUser"];
        trace?: never;
    };
    "/api/v1/users/{id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set a new password for a user, whose sessions end */
        put: operations["setUserPassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a user is signed in, the latest first */
        get: operations["listUserSessions"];
        put?: never;
        post?: never;
        /** Sign a user out everywhere */
        delete: operations["endUserSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Processes, the youngest first; ended ones are kept for 7 days */
        get: operations["listWorkers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One process, with what it runs of the groups of the asker */
        get: operations["getWorker"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/{id}/drain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a worker finish what it runs and take no more; it follows at its next heartbeat */
        post: operations["drainWorker"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a drained worker take executions again; it follows at its next heartbeat */
        post: operations["resumeWorker"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process lives */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures for Prometheus */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process can work: its database answers and has every migration */
        get: operations["ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ApiToken: {
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            expiresAt: string | null;
            /** @description Groups of crons it is limited to; null: all. */
            groups: string[] | null;
            id: string;
            lastUsedAddress: string | null;
            lastUsedAt: string | null;
            name: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "editor" | "admin";
            /** @description The part of the token that is no secret. */
            tokenKey: string;
            userName: string | null;
        };
        Attempt: {
            /** @description 0 and less: why it was skipped before it ran after all. */
            attempt: number;
            errorCode: string | null;
            errorMessage: string | null;
            /** Format: date-time */
            finishedAt: string;
            /** @enum {string} */
            outcome: "FAILED" | "TIMEOUT" | "CANCELED" | "RELEASED" | "RESCUED" | "SKIPPED";
            startedAt: string | null;
            workerId: string | null;
        };
        AttentionItem: {
            /** @description Failures in a row, occurrences missed, or executions waiting. */
            count: number | null;
            cronId: string | null;
            cronName: string | null;
            /** @description Code of the error, or reason of the skip. */
            detail: string | null;
            executionId: string | null;
            handlerName: string | null;
            /**
             * @description failing: the last result; failing_in_row: 3 and more; slow: 3 times its 95th percentile; never_finished: beyond its timeout; missed: skipped since it was too late; overdue: due for over 60 s; paused_long: 7 days; broken: set aside; no_worker: no live worker offers the handler.
             * @enum {string}
             */
            kind: "failing" | "failing_in_row" | "slow" | "never_finished" | "missed" | "overdue" | "paused_long" | "broken" | "no_worker";
            since: string | null;
            /** @description The 95th percentile of its last successes, of at most 30 results. */
            usualMs: number | null;
        };
        AuditEntry: {
            action: string;
            actor: string;
            address: string | null;
            /** @description What is, as far as it differs from what was. */
            after: unknown;
            /** @description What was, as far as it differs from what is. */
            before: unknown;
            /** Format: date-time */
            createdAt: string;
            groupName: string | null;
            /** @description SHA-256 over this entry and the hash of the one before. */
            hash: string;
            /** @description Counts from 1 without a gap. */
            id: string;
            reason: string | null;
            requestId: string | null;
            targetId: string | null;
            targetName: string | null;
            targetType: string;
            /** @enum {string} */
            via: "session" | "token" | "proxy" | "custom" | "open" | "cli" | "start";
        };
        Backfill: {
            actor: string | null;
            allowClosed: boolean;
            allowOverlap: boolean;
            /** Format: date-time */
            createdAt: string;
            cronId: string;
            cronName: string;
            /** @description So many executions it was made of. */
            executions: number;
            finishedAt: string | null;
            /** Format: date-time */
            from: string;
            id: string;
            maxRunning: number;
            /** @enum {string} */
            mode: "missing" | "failed" | "all";
            /** @description Instead of those of the cron; null: its own. */
            params: unknown;
            /** @description The cron is paused until it is over; null: it goes on. */
            pauseCron: ("drop" | "latest" | "all") | null;
            /** @description What the asker may do with it now. */
            permissions: string[];
            progress: {
                byStatus: {
                    CANCELED: number;
                    FAILED: number;
                    HELD: number;
                    PENDING: number;
                    RUNNING: number;
                    SKIPPED: number;
                    SUCCESS: number;
                    TIMEOUT: number;
                };
                /** @description Executions that have not had their turn yet. */
                waiting: number;
            };
            reason: string | null;
            /** @enum {string} */
            runOrder: "oldest" | "newest";
            /** @enum {string} */
            status: "RUNNING" | "PAUSED" | "CANCELED" | "DONE";
            /** Format: date-time */
            to: string;
            /** Format: date-time */
            updatedAt: string;
        };
        BackfillExecution: {
            /** @description When somebody marked the failure as handled. */
            acknowledgedAt: string | null;
            acknowledgedBy: string | null;
            /** @description The note that was left then. */
            acknowledgement: string | null;
            /** @description Who made or last changed it by hand. */
            actor: string | null;
            /** @description Tries begun so far. */
            attempt: number;
            /** @description The backfill it belongs to. */
            backfillId: string | null;
            /** @description The operating day it belongs to, such as 2026-11-22. */
            businessDate: string | null;
            cancelRequestedAt: string | null;
            /** @description Version of the code that ran it last, as its worker calls it. */
            codeVersion: string | null;
            /** Format: date-time */
            createdAt: string;
            /** @description Null: created without a cron. */
            cronId: string | null;
            cronName: string | null;
            cronVersion: number | null;
            /** @description From runAt to the start. */
            delayMs: number | null;
            /** @description From start to end of the last attempt. */
            durationMs: number | null;
            errorCode: string | null;
            errorMessage: string | null;
            finishedAt: string | null;
            handlerName: string;
            id: string;
            idempotencyKey: string | null;
            isolation: string | null;
            maxRescue: number;
            maxRetry: number;
            /**
             * Format: date-time
             * @description What the handler gets; a rerun keeps its original's.
             */
            occurrenceTime: string;
            /** @enum {string} */
            onWorkerLost: "retry" | "fail" | "hold";
            /** @description The execution that this one runs again. */
            originExecutionId: string | null;
            /** @description As they were typed. Left out of lists beyond 16,384 characters. */
            params?: unknown;
            /** @enum {string} */
            paramSource: "cron" | "manual" | "event" | "backfill" | "rerun" | "flow" | "test";
            /** @description What the asker may do with it now. */
            permissions: ("retry" | "rerun" | "cancel" | "hold" | "release" | "succeed" | "acknowledge")[];
            priority: number;
            /** @description 0 to 1. */
            progress: number | null;
            progressMessage: string | null;
            queue: string;
            reason: string | null;
            rescueCount: number;
            /** @description What the handler returned. Left out of lists beyond 16,384 characters. */
            result?: unknown;
            /** @description {baseSeconds, factor, maxSeconds, jitter}; null: the defaults. */
            retryBackoff: unknown;
            retryCount: number;
            /** @description When it may be claimed; null while it waits for its predecessor. */
            runAt: string | null;
            /**
             * Format: date-time
             * @description The instant the cron asked for.
             */
            scheduledTime: string;
            skippedCount: number | null;
            /** @description Last instant of a range of missed occurrences that share this row. */
            skippedUntil: string | null;
            skipReason: ("overlap" | "catch_up" | "expired" | "calendar" | "blackout" | "merged" | "paused" | "replaced" | "queue_full") | null;
            startedAt: string | null;
            /** @enum {string} */
            status: "PENDING" | "HELD" | "RUNNING" | "SUCCESS" | "FAILED" | "TIMEOUT" | "CANCELED" | "SKIPPED";
            timeoutSeconds: number;
            workerId: string | null;
        };
        BackfillPlan: {
            /** @description What would become of the occurrences of the range. */
            actions: {
                create: number;
                keep: number;
                rerun: number;
                revive: number;
            };
            /** @description Executions that would run. */
            count: number;
            /** @constant */
            dryRun: true;
            /** @description By how long the last executions took; null when none is known. */
            estimatedSeconds: number | null;
            /** @description There are more than the 1000 occurrences listed. */
            isCut: boolean;
            items: {
                /** @enum {string} */
                action: "create" | "revive" | "rerun" | "keep";
                businessDate: string;
                executionId: string | null;
                /** Format: date-time */
                scheduledTime: string;
                status: ("PENDING" | "HELD" | "RUNNING" | "SUCCESS" | "FAILED" | "TIMEOUT" | "CANCELED" | "SKIPPED") | null;
            }[];
        };
        Calendar: {
            baseTime: string | null;
            /** @description How long its dates are known; after that only the weekly pattern speaks. */
            coverage: {
                daysLeft: number | null;
                /** @enum {string} */
                state: "known" | "ends soon" | "ended";
            };
            /** Format: date-time */
            createdAt: string;
            description: string | null;
            firstDay: string | null;
            id: string;
            lastDay: string | null;
            name: string;
            note: string | null;
            openWeekdays: ("SUN" | "MON" | "TUE" | "WED" | "THU" | "FRI" | "SAT")[] | null;
            parent: string | null;
            /** @description What the asker may do with it; a used one is not deleted. */
            permissions: ("edit" | "delete")[];
            /** @description Where its dates come from, such as ready-made:kr. */
            source: string | null;
            /** Format: date-time */
            updatedAt: string;
            /** @description Crons that name it. */
            usedBy: number;
            version: number;
        };
        CalendarDay: {
            /** Format: date */
            day: string;
            isOpen: boolean;
            label: string | null;
        };
        CalendarDayChange: {
            day: string;
            /** @enum {string} */
            from: "open" | "closed" | "weekly pattern";
            label: string | null;
            /** @enum {string} */
            to: "open" | "closed" | "weekly pattern";
        };
        CalendarDetail: {
            baseTime: string | null;
            /** @description How long its dates are known; after that only the weekly pattern speaks. */
            coverage: {
                daysLeft: number | null;
                /** @enum {string} */
                state: "known" | "ends soon" | "ended";
            };
            /** Format: date-time */
            createdAt: string;
            /** @description Its own dates, without those of its parent. */
            days: components["schemas"]["CalendarDay"][];
            description: string | null;
            firstDay: string | null;
            id: string;
            lastDay: string | null;
            name: string;
            /** @description From today (UTC) on; null when there is none within 400 days. */
            nextOpenDay: string | null;
            note: string | null;
            openWeekdays: ("SUN" | "MON" | "TUE" | "WED" | "THU" | "FRI" | "SAT")[] | null;
            parent: string | null;
            /** @description What the asker may do with it; a used one is not deleted. */
            permissions: ("edit" | "delete")[];
            /** @description Where its dates come from, such as ready-made:kr. */
            source: string | null;
            /** Format: date-time */
            updatedAt: string;
            /** @description Crons that name it. */
            usedBy: number;
            users: {
                /** @description Calendars that build on it. */
                calendars: string[];
                /** @description Also through a calendar that builds on it. */
                crons: {
                    id: string;
                    name: string;
                }[];
            };
            version: number;
        };
        CalendarImpact: {
            appears: number;
            calendar: string;
            changes: {
                cause: string | null;
                cronId: string;
                cronName: string;
                /** @description When it would have run. */
                from: string | null;
                /** @enum {string} */
                kind: "moves" | "vanishes" | "appears";
                /** @description When it will run. */
                to: string | null;
            }[];
            /** @description Dates that change. */
            days: components["schemas"]["CalendarDayChange"][];
            dryRun: boolean;
            /** Format: date-time */
            from: string;
            /** @description There are more than the 500 changes listed. */
            isCut: boolean;
            moves: number;
            /** Format: date-time */
            until: string;
            /** @description The crons that use it. */
            users: {
                id: string;
                name: string;
            }[];
            vanishes: number;
        };
        CalendarYearDay: {
            day: string;
            /** @description False: the calendar does not know the dates of this time. */
            isCovered: boolean;
            isOpen: boolean;
            label: string | null;
            /** @description The calendar that lists the date; null: the weekly pattern. */
            origin: string | null;
        };
        Count: {
            /**
             * @description gte: at least so many.
             * @enum {string}
             */
            relation: "eq" | "gte";
            value: number;
        };
        Cron: {
            allowLeaveMonth: boolean;
            allowOverlap: boolean;
            /** @description Windows in which nothing begins; null: none. */
            blackouts: unknown;
            calendar: string | null;
            /** @enum {string} */
            catchUp: "skip" | "once" | "all";
            catchUpWindowSeconds: number | null;
            /** Format: date-time */
            createdAt: string;
            /** @description Null: runs on trigger only. */
            cronExpression: string | null;
            description: string | null;
            endsAt: string | null;
            /** @description Why the dispatcher set it aside; null when it is healthy. */
            errorCode: string | null;
            errorMessage: string | null;
            groupName: string | null;
            handlerName: string;
            /** @description The params every occurrence gets, as they were typed. */
            handlerParams: unknown;
            /** @description Nothing is due any more. */
            hasEnded: boolean;
            id: string;
            isEnabled: boolean;
            isolation: ("loop" | "thread" | "process") | null;
            jitterSeconds: number;
            /** @description Namespace of the file that manages it. */
            managedBy: string | null;
            maxRescue: number;
            maxRetry: number;
            maxShiftDays: number;
            misfireGraceSeconds: number;
            name: string;
            nextRunAt: string | null;
            notes: string | null;
            /** @enum {string} */
            onBlackout: "delay" | "skip";
            /** @enum {string} */
            onClosed: "skip" | "next" | "previous" | "nearest" | "run";
            /** @enum {string} */
            onWorkerLost: "retry" | "fail" | "hold";
            /** @description Null: as allowOverlap says. */
            overlapPolicy: ("allow" | "skip" | "queue_one" | "queue_all" | "cancel_running") | null;
            owner: string | null;
            pauseAfterFailures: number | null;
            pausedAt: string | null;
            pausedBy: string | null;
            pausedUntil: string | null;
            pauseReason: string | null;
            /** @description What the asker may do with it now. */
            permissions: ("trigger" | "pause" | "resume" | "enable" | "disable" | "backfill" | "update" | "duplicate" | "delete")[];
            priority: number;
            queue: string;
            /** @description {baseSeconds, factor, maxSeconds, jitter}; null: the defaults. */
            retryBackoff: unknown;
            /** @description When it runs, in words. */
            sentence: {
                en: string;
                ko: string;
            };
            startsAt: string | null;
            tags: string[];
            /** @description 0: no limit. */
            timeoutSeconds: number;
            timeZone: string;
            /** @description The timing object; null when cronExpression says all. */
            timing: unknown;
            /** Format: date-time */
            updatedAt: string;
            version: number;
        };
        CronFigures: {
            cronId: string;
            /** @description All that ended in the range. */
            ended: number;
            /** @description Failed and timed out in the range. */
            failures: number;
            /** @description At most 30. */
            failuresInRow: number;
            lastExecutionId: string | null;
            lastFinishedAt: string | null;
            /** @description Of the execution that ended last; null: none has. */
            lastStatus: ("PENDING" | "HELD" | "RUNNING" | "SUCCESS" | "FAILED" | "TIMEOUT" | "CANCELED" | "SKIPPED") | null;
            lastSuccessAt: string | null;
            nextRunAt: string | null;
            /** @description Run time of successes in the range. */
            p50Ms: number | null;
            p95Ms: number | null;
            /** @description The last 30 results, newest first. */
            recent: components["schemas"]["CronResult"][];
            /** @description Start of the oldest that runs now. */
            runningSince: string | null;
            /** @description 0 to 1, in the range. */
            successRate: number | null;
            /** @description Waiting, held or running now; at most 1,000 are counted over all crons asked for. */
            unfinished: number;
        };
        CronImport: {
            dryRun: boolean;
            namespace: string | null;
            /** @description Lines of a crontab that are left out or need a look. */
            remarks: {
                isLeftOut: boolean;
                line: number;
                reason: string;
            }[];
            steps: {
                /** @enum {string} */
                action: "create" | "change" | "unchanged" | "delete";
                changes: {
                    field: string;
                    from?: unknown;
                    to: unknown;
                }[];
                name: string;
            }[];
        };
        CronResult: {
            /** @description Null: it never began. */
            durationMs: number | null;
            /** Format: date-time */
            finishedAt: string;
            id: string;
            /** @enum {string} */
            status: "PENDING" | "HELD" | "RUNNING" | "SUCCESS" | "FAILED" | "TIMEOUT" | "CANCELED" | "SKIPPED";
        };
        CronRevision: {
            actor: string | null;
            /** Format: date-time */
            createdAt: string;
            cronName: string;
            /** @description Every field of the cron, as it was then. */
            definition: unknown;
            reason: string | null;
            /** @description The version of the cron it was. */
            revision: number;
        };
        CronStats: {
            buckets: {
                /** Format: date-time */
                at: string;
                /** @description By status. */
                counts: {
                    [key: string]: number;
                };
                p50Ms: number | null;
                p95Ms: number | null;
            }[];
            cronId: string;
            /** @description All that ended in the range. */
            ended: number;
            /** @description Failed and timed out in the range. */
            failures: number;
            /** @description At most 30. */
            failuresInRow: number;
            lastExecutionId: string | null;
            lastFinishedAt: string | null;
            /** @description Of the execution that ended last; null: none has. */
            lastStatus: ("PENDING" | "HELD" | "RUNNING" | "SUCCESS" | "FAILED" | "TIMEOUT" | "CANCELED" | "SKIPPED") | null;
            lastSuccessAt: string | null;
            nextRunAt: string | null;
            /** @description Run time of successes in the range. */
            p50Ms: number | null;
            p95Ms: number | null;
            /** @description The last 30 results, newest first. */
            recent: components["schemas"]["CronResult"][];
            /** @description Start of the oldest that runs now. */
            runningSince: string | null;
            stepSeconds: number;
            /** @description 0 to 1, in the range. */
            successRate: number | null;
            /** @description Waiting, held or running now; at most 1,000 are counted over all crons asked for. */
            unfinished: number;
        };
        CronTarget: {
            /** @description All that match, up to 100000: the filters of GET /crons, with values as the query has them; {} for all. */
            filter?: {
                /** @description Group. Repeat the key for any of several. */
                groupName?: string[];
                /** @description Name of the handler. Repeat the key for any of several. */
                handlerName?: string[];
                /** @description Repeat the key for any of several. */
                id?: string[];
                /** @enum {string} */
                isEnabled?: "true" | "false";
                /** @enum {string} */
                isPaused?: "true" | "false";
                /** @description Of the execution that ended last. Repeat the key for any of several. */
                lastStatus?: ("PENDING" | "HELD" | "RUNNING" | "SUCCESS" | "FAILED" | "TIMEOUT" | "CANCELED" | "SKIPPED")[];
                /**
                 * @description Nothing of it has succeeded or failed so far, and nothing runs.
                 * @enum {string}
                 */
                neverRan?: "true" | "false";
                /**
                 * @description No live worker offers its handler.
                 * @enum {string}
                 */
                noWorker?: "true" | "false";
                /**
                 * @description Its zone is not the one of dispatcher.yaml.
                 * @enum {string}
                 */
                otherZone?: "true" | "false";
                /** @description Owner. Repeat the key for any of several. */
                owner?: string[];
                /** @description Part of the name or the description, in any case. */
                search?: string;
                tag?: string;
            };
            /** @description These, at most 1000. */
            ids?: string[];
        };
        DatabaseState: {
            /** @description How far this machine's clock is ahead of the database's. */
            clockSkewMs: number;
            /** @description Of this admin server; workers and dispatchers have their own. */
            connections: {
                inUse: number;
                maximum: number;
                open: number;
                /** @description Requests that wait for a connection. */
                waiting: number;
            };
            /** @enum {string} */
            dialect: "sqlite" | "postgres" | "mysql";
            /** @description Of one small statement. */
            latencyMs: number;
            name: string;
            pendingMigrations: string[];
            tables: {
                name: string;
                /** @description About, from the first and last id. */
                rows: number;
            }[];
            version: string;
        };
        Diagnostics: {
            /** @description What they have counted since their start. */
            counters: unknown;
            /** Format: date-time */
            createdAt: string;
            database: {
                clockSkewMs: number;
                dialect: string;
                name: string;
                pendingMigrations: string[];
                server: string;
                /** @description About how many rows. */
                tables: {
                    [key: string]: number;
                };
            };
            /** @description In bytes, as Node.js counts them. */
            memory: {
                [key: string]: number;
            };
            /** @description As /metrics answers. */
            metrics: string;
            node: string;
            platform: string;
            /** @description Those that beat; at most 500. */
            processes: components["schemas"]["Worker"][];
            /** @description The pause of the scheduler; null: none. */
            schedulerPause: unknown;
            /** @description How the services of this process do. */
            services: unknown;
            signInMode: string;
            uptimeSeconds: number;
            version: string;
        };
        Dispatcher: {
            host: string;
            id: string;
            isAlive: boolean;
            /**
             * Format: date-time
             * @description It beats at every pass, at most every heartbeat interval.
             */
            lastPassAt: string;
            pid: number;
            /** Format: date-time */
            startedAt: string;
            version: string;
        };
        ErrorGroup: {
            errorCode: string | null;
            /** @description Failures in that time. */
            executions: number;
            /** @description Of handler, error code and first line without ids and numbers. */
            fingerprint: string;
            /** Format: date-time */
            firstSeenAt: string;
            handlerName: string;
            lastExecutionId: string;
            /** Format: date-time */
            lastSeenAt: string;
            /** @description Of the latest failure. */
            message: string;
        };
        ErrorGroupDetail: {
            /** @description Failures that are kept. */
            count: components["schemas"]["Count"];
            errorCode: string | null;
            /** @description Of handler, error code and first line without ids and numbers. */
            fingerprint: string;
            /** Format: date-time */
            firstSeenAt: string;
            handlerName: string;
            lastExecutionId: string;
            /** Format: date-time */
            lastSeenAt: string;
            /** @description Of the latest failure. */
            message: string;
        };
        Execution: {
            /** @description When somebody marked the failure as handled. */
            acknowledgedAt: string | null;
            acknowledgedBy: string | null;
            /** @description The note that was left then. */
            acknowledgement: string | null;
            /** @description Who made or last changed it by hand. */
            actor: string | null;
            /** @description Tries begun so far. */
            attempt: number;
            /** @description The backfill it belongs to. */
            backfillId: string | null;
            /** @description The operating day it belongs to, such as 2026-11-22. */
            businessDate: string | null;
            cancelRequestedAt: string | null;
            /** @description Version of the code that ran it last, as its worker calls it. */
            codeVersion: string | null;
            /** Format: date-time */
            createdAt: string;
            /** @description Null: created without a cron. */
            cronId: string | null;
            cronName: string | null;
            cronVersion: number | null;
            /** @description From runAt to the start. */
            delayMs: number | null;
            /** @description From start to end of the last attempt. */
            durationMs: number | null;
            errorCode: string | null;
            errorMessage: string | null;
            finishedAt: string | null;
            handlerName: string;
            id: string;
            idempotencyKey: string | null;
            isolation: string | null;
            maxRescue: number;
            maxRetry: number;
            /**
             * Format: date-time
             * @description What the handler gets; a rerun keeps its original's.
             */
            occurrenceTime: string;
            /** @enum {string} */
            onWorkerLost: "retry" | "fail" | "hold";
            /** @description The execution that this one runs again. */
            originExecutionId: string | null;
            /** @description As they were typed. Left out of lists beyond 16,384 characters. */
            params?: unknown;
            /** @enum {string} */
            paramSource: "cron" | "manual" | "event" | "backfill" | "rerun" | "flow" | "test";
            priority: number;
            /** @description 0 to 1. */
            progress: number | null;
            progressMessage: string | null;
            queue: string;
            reason: string | null;
            rescueCount: number;
            /** @description What the handler returned. Left out of lists beyond 16,384 characters. */
            result?: unknown;
            /** @description {baseSeconds, factor, maxSeconds, jitter}; null: the defaults. */
            retryBackoff: unknown;
            retryCount: number;
            /** @description When it may be claimed; null while it waits for its predecessor. */
            runAt: string | null;
            /**
             * Format: date-time
             * @description The instant the cron asked for.
             */
            scheduledTime: string;
            skippedCount: number | null;
            /** @description Last instant of a range of missed occurrences that share this row. */
            skippedUntil: string | null;
            skipReason: ("overlap" | "catch_up" | "expired" | "calendar" | "blackout" | "merged" | "paused" | "replaced" | "queue_full") | null;
            startedAt: string | null;
            /** @enum {string} */
            status: "PENDING" | "HELD" | "RUNNING" | "SUCCESS" | "FAILED" | "TIMEOUT" | "CANCELED" | "SKIPPED";
            timeoutSeconds: number;
            workerId: string | null;
        };
        ExecutionDetail: {
            /** @description When somebody marked the failure as handled. */
            acknowledgedAt: string | null;
            acknowledgedBy: string | null;
            /** @description The note that was left then. */
            acknowledgement: string | null;
            /** @description Who made or last changed it by hand. */
            actor: string | null;
            /** @description Tries begun so far. */
            attempt: number;
            /** @description Those that did not succeed. */
            attempts: components["schemas"]["Attempt"][];
            /** @description The backfill it belongs to. */
            backfillId: string | null;
            /** @description The operating day it belongs to, such as 2026-11-22. */
            businessDate: string | null;
            cancelRequestedAt: string | null;
            /** @description Version of the code that ran it last, as its worker calls it. */
            codeVersion: string | null;
            /** Format: date-time */
            createdAt: string;
            /** @description Null: created without a cron. */
            cronId: string | null;
            cronName: string | null;
            cronVersion: number | null;
            /** @description From runAt to the start. */
            delayMs: number | null;
            /** @description From start to end of the last attempt. */
            durationMs: number | null;
            errorCode: string | null;
            /** @description Of its group of errors; see /error-groups. */
            errorFingerprint: string | null;
            errorMessage: string | null;
            finishedAt: string | null;
            handlerName: string;
            id: string;
            idempotencyKey: string | null;
            isolation: string | null;
            maxRescue: number;
            maxRetry: number;
            nextExecution: components["schemas"]["ExecutionLink"] | null;
            /**
             * Format: date-time
             * @description What the handler gets; a rerun keeps its original's.
             */
            occurrenceTime: string;
            /** @enum {string} */
            onWorkerLost: "retry" | "fail" | "hold";
            /** @description The execution that this one runs again. */
            originExecutionId: string | null;
            /** @description As they were typed. Left out of lists beyond 16,384 characters. */
            params?: unknown;
            /** @enum {string} */
            paramSource: "cron" | "manual" | "event" | "backfill" | "rerun" | "flow" | "test";
            /** @description What the asker may do with it now. */
            permissions: ("retry" | "rerun" | "cancel" | "hold" | "release" | "succeed" | "acknowledge")[];
            /** @description Of the same cron, by scheduled time. */
            previousExecution: components["schemas"]["ExecutionLink"] | null;
            priority: number;
            /** @description 0 to 1. */
            progress: number | null;
            progressMessage: string | null;
            queue: string;
            reason: string | null;
            /** @description Executions that run this one again; at most 50. */
            reruns: components["schemas"]["ExecutionLink"][];
            rescueCount: number;
            /** @description What the handler returned. Left out of lists beyond 16,384 characters. */
            result?: unknown;
            /** @description {baseSeconds, factor, maxSeconds, jitter}; null: the defaults. */
            retryBackoff: unknown;
            retryCount: number;
            /** @description When it may be claimed; null while it waits for its predecessor. */
            runAt: string | null;
            /**
             * Format: date-time
             * @description The instant the cron asked for.
             */
            scheduledTime: string;
            skippedCount: number | null;
            /** @description Last instant of a range of missed occurrences that share this row. */
            skippedUntil: string | null;
            skipReason: ("overlap" | "catch_up" | "expired" | "calendar" | "blackout" | "merged" | "paused" | "replaced" | "queue_full") | null;
            startedAt: string | null;
            /** @enum {string} */
            status: "PENDING" | "HELD" | "RUNNING" | "SUCCESS" | "FAILED" | "TIMEOUT" | "CANCELED" | "SKIPPED";
            /** @description Waiting, running and backing off, in order. */
            timeline: components["schemas"]["Segment"][];
            timeoutSeconds: number;
            workerId: string | null;
        };
        ExecutionDiff: {
            facts: {
                left: string | null;
                /** @enum {string} */
                name: "status" | "handlerName" | "cronVersion" | "workerId" | "codeVersion" | "paramSource" | "queue" | "errorCode" | "attempt";
                right: string | null;
            }[];
            /** @description The one compared with. */
            left: components["schemas"]["Execution"];
            /** @description Where the params differ, as JSON Pointer with the JSON on either side; at most 200. */
            params: {
                left?: string;
                pointer: string;
                right?: string;
            }[];
            /** @description Where the results differ, as JSON Pointer with the JSON on either side; at most 200. */
            result: {
                left?: string;
                pointer: string;
                right?: string;
            }[];
            right: components["schemas"]["Execution"];
        };
        ExecutionHistogram: {
            appliedFilters: {
                [key: string]: unknown;
            };
            bars: {
                /** Format: date-time */
                at: string;
                /** @description By status. */
                counts: {
                    [key: string]: number;
                };
            }[];
            /** @description Only the newest executions were looked at. */
            isPartial: boolean;
            /** @description Width of a bar. */
            stepMs: number;
        };
        ExecutionItem: {
            /** @description When somebody marked the failure as handled. */
            acknowledgedAt: string | null;
            acknowledgedBy: string | null;
            /** @description The note that was left then. */
            acknowledgement: string | null;
            /** @description Who made or last changed it by hand. */
            actor: string | null;
            /** @description Tries begun so far. */
            attempt: number;
            /** @description The backfill it belongs to. */
            backfillId: string | null;
            /** @description The operating day it belongs to, such as 2026-11-22. */
            businessDate: string | null;
            cancelRequestedAt: string | null;
            /** @description Version of the code that ran it last, as its worker calls it. */
            codeVersion: string | null;
            /** Format: date-time */
            createdAt: string;
            /** @description Null: created without a cron. */
            cronId: string | null;
            cronName: string | null;
            cronVersion: number | null;
            /** @description From runAt to the start. */
            delayMs: number | null;
            /** @description From start to end of the last attempt. */
            durationMs: number | null;
            errorCode: string | null;
            errorMessage: string | null;
            finishedAt: string | null;
            handlerName: string;
            id: string;
            idempotencyKey: string | null;
            isolation: string | null;
            maxRescue: number;
            maxRetry: number;
            /**
             * Format: date-time
             * @description What the handler gets; a rerun keeps its original's.
             */
            occurrenceTime: string;
            /** @enum {string} */
            onWorkerLost: "retry" | "fail" | "hold";
            /** @description The execution that this one runs again. */
            originExecutionId: string | null;
            /** @description As they were typed. Left out of lists beyond 16,384 characters. */
            params?: unknown;
            /** @enum {string} */
            paramSource: "cron" | "manual" | "event" | "backfill" | "rerun" | "flow" | "test";
            /** @description What the asker may do with it now. */
            permissions: ("retry" | "rerun" | "cancel" | "hold" | "release" | "succeed" | "acknowledge")[];
            priority: number;
            /** @description 0 to 1. */
            progress: number | null;
            progressMessage: string | null;
            queue: string;
            reason: string | null;
            rescueCount: number;
            /** @description What the handler returned. Left out of lists beyond 16,384 characters. */
            result?: unknown;
            /** @description {baseSeconds, factor, maxSeconds, jitter}; null: the defaults. */
            retryBackoff: unknown;
            retryCount: number;
            /** @description When it may be claimed; null while it waits for its predecessor. */
            runAt: string | null;
            /**
             * Format: date-time
             * @description The instant the cron asked for.
             */
            scheduledTime: string;
            skippedCount: number | null;
            /** @description Last instant of a range of missed occurrences that share this row. */
            skippedUntil: string | null;
            skipReason: ("overlap" | "catch_up" | "expired" | "calendar" | "blackout" | "merged" | "paused" | "replaced" | "queue_full") | null;
            startedAt: string | null;
            /** @enum {string} */
            status: "PENDING" | "HELD" | "RUNNING" | "SUCCESS" | "FAILED" | "TIMEOUT" | "CANCELED" | "SKIPPED";
            timeoutSeconds: number;
            /** @description Of one that runs: the median of the last successes of its cron. */
            usualMs: number | null;
            workerId: string | null;
        };
        ExecutionLink: {
            id: string;
            /** @enum {string} */
            paramSource: "cron" | "manual" | "event" | "backfill" | "rerun" | "flow" | "test";
            /** Format: date-time */
            scheduledTime: string;
            /** @enum {string} */
            status: "PENDING" | "HELD" | "RUNNING" | "SUCCESS" | "FAILED" | "TIMEOUT" | "CANCELED" | "SKIPPED";
        };
        ExecutionTarget: {
            /** @description All that match, up to 100000: the filters of GET /executions, with values as the query has them; {} for all. */
            filter?: {
                /** @description More tries than this. */
                attemptOver?: number;
                /**
                 * Format: date
                 * @description The operating day, such as 2026-11-22.
                 */
                businessDate?: string;
                /** @description Name of the cron in any case; * stands for anything: daily-* */
                cron?: string;
                /** @description Repeat the key for any of several. */
                cronId?: string[];
                /** @description Began later than this after runAt. */
                delayOver?: string;
                /** @description Ran, or has been running, for longer than this. */
                durationOver?: string;
                /** @description Part of the error message or code, in any case. */
                error?: string;
                /** @description Code of the error. Repeat the key for any of several. */
                errorCode?: string[];
                /** @description Group of errors; see /error-groups. */
                fingerprint?: string;
                /** Format: date-time */
                finishedFrom?: string;
                /** Format: date-time */
                finishedTo?: string;
                /** @description Group of the cron, as it is now. Repeat the key for any of several. */
                groupName?: string[];
                /** @description Name of the handler. Repeat the key for any of several. */
                handlerName?: string[];
                /**
                 * @description A worker died while it ran.
                 * @enum {string}
                 */
                lost?: "true" | "false";
                /** @description Owner of the cron, as it is now. Repeat the key for any of several. */
                owner?: string[];
                /** @description Part of the params as they are stored, in any case. */
                params?: string;
                /** @description Queue. Repeat the key for any of several. */
                queue?: string[];
                /**
                 * @description Waits or runs again after a failure.
                 * @enum {string}
                 */
                retrying?: "true" | "false";
                /** Format: date-time */
                scheduledFrom?: string;
                /** Format: date-time */
                scheduledTo?: string;
                /** @description Made at or after: an instant, or how long ago. */
                since?: string;
                /** @description Why it was skipped. */
                skipReason?: ("overlap" | "catch_up" | "expired" | "calendar" | "blackout" | "merged" | "paused" | "replaced" | "queue_full")[];
                /**
                 * @description Runs for longer than 95 of 100 successes of its cron.
                 * @enum {string}
                 */
                slow?: "true" | "false";
                /** Format: date-time */
                startedFrom?: string;
                /** Format: date-time */
                startedTo?: string;
                /** @description Repeat the key for any of several. */
                status?: ("PENDING" | "HELD" | "RUNNING" | "SUCCESS" | "FAILED" | "TIMEOUT" | "CANCELED" | "SKIPPED")[];
                /** @description Tag of the cron, as it is now. */
                tag?: string;
                /** @description Repeat the key for any of several. */
                trigger?: ("cron" | "manual" | "event" | "backfill" | "rerun" | "flow" | "test")[];
                /**
                 * @description Failures that nobody has marked as handled.
                 * @enum {string}
                 */
                unhandled?: "true" | "false";
                /**
                 * Format: date-time
                 * @description Made before.
                 */
                until?: string;
                /** @description Worker that ran it last. Repeat the key for any of several. */
                workerId?: string[];
            };
            /** @description These, at most 1000. */
            ids?: string[];
        };
        Handler: {
            /** @description Crons of the groups of the asker that run it. */
            crons: number;
            description: string | null;
            /** @description By a worker that lives. */
            isOffered: boolean;
            name: string;
            /** @description JSON Schema of its params, of the youngest worker; null: it takes any. */
            paramsSchema: unknown;
            workers: {
                /** @description Of the handlers. */
                codeVersion: string | null;
                /** Format: date-time */
                heartbeatAt: string;
                host: string;
                id: string;
                isAlive: boolean;
                pid: number;
                /** @description Of jobu. */
                version: string;
            }[];
        };
        Health: {
            /** @description The services of this process; one that is not ok tries again by itself. */
            services: {
                detail?: string;
                ok: boolean;
                service: string;
                /** Format: date-time */
                since?: string;
            }[];
            /** @enum {string} */
            status: "ok" | "degraded";
            uptimeSeconds: number;
            version: string;
        };
        LogLine: {
            attempt: number;
            /** @description What the handler passed beside the message. */
            data: unknown;
            id: string;
            /** @enum {string} */
            level: "debug" | "info" | "warn" | "error";
            /** Format: date-time */
            loggedAt: string;
            message: string;
        };
        Me: {
            displayName: string | null;
            /** @description Groups of crons you are limited to; null: all; empty: none. */
            groups: string[] | null;
            /** @description Whether there is a password that can be changed here. */
            hasPassword: boolean;
            name: string;
            /** @description What the role allows, by the names of the audit log. */
            permissions: string[];
            preferences: components["schemas"]["Preferences"];
            /** @enum {string} */
            role: "viewer" | "operator" | "editor" | "admin";
            sessionId: string | null;
            /** @enum {string} */
            via: "session" | "token" | "proxy" | "custom" | "open";
        };
        Operation: {
            /** @enum {string} */
            action: "execution.retry" | "execution.cancel" | "execution.hold" | "execution.release" | "execution.succeed" | "cron.enable" | "cron.disable" | "cron.pause" | "cron.resume" | "cron.trigger" | "cron.delete" | "cron.edit";
            actor: string;
            /** Format: date-time */
            createdAt: string;
            done: number;
            /** @enum {string} */
            entity: "execution" | "cron";
            /** @description Why it is FAILED. */
            errorMessage: string | null;
            failed: number;
            /** @description What its targets were narrowed to; null when they were named. */
            filter: {
                [key: string]: unknown;
            } | null;
            finishedAt: string | null;
            id: string;
            /** @description More matched than the 100000 that an operation takes. */
            isCut: boolean;
            /** @description What the action was given. */
            params: unknown;
            /** @description What the asker may do with it now. */
            permissions: "stop"[];
            reason: string | null;
            /**
             * @description COLLECTING writes its targets down; DONE, STOPPED, FAILED are final.
             * @enum {string}
             */
            status: "COLLECTING" | "RUNNING" | "DONE" | "STOPPED" | "FAILED";
            /** @description Targets written down so far. */
            total: number;
            /** Format: date-time */
            updatedAt: string;
            waiting: number;
        };
        OperationItem: {
            errorCode: string | null;
            errorMessage: string | null;
            finishedAt: string | null;
            id: string;
            /** @enum {string} */
            outcome: "waiting" | "done" | "failed";
            /** @description Of the cron or execution. */
            targetId: string;
            /** @description Of the cron, or the handler; null for what there was not. */
            targetName: string | null;
        };
        OperationPlan: {
            /** @enum {string} */
            action: "execution.retry" | "execution.cancel" | "execution.hold" | "execution.release" | "execution.succeed" | "cron.enable" | "cron.disable" | "cron.pause" | "cron.resume" | "cron.trigger" | "cron.delete" | "cron.edit";
            /** @description Targets; gte when counting them took too long or they are too many. */
            count: components["schemas"]["Count"];
            /** @constant */
            dryRun: true;
            filter: {
                [key: string]: unknown;
            } | null;
            /** @description There are more than the 100000 that an operation takes. */
            isCut: boolean;
            /** @description The first 20; status: of an execution. */
            items: {
                id: string;
                name: string;
                status: ("PENDING" | "HELD" | "RUNNING" | "SUCCESS" | "FAILED" | "TIMEOUT" | "CANCELED" | "SKIPPED") | null;
            }[];
        };
        PlannedOccurrence: {
            businessDate: string;
            cronId: string;
            cronName: string;
            /** @description In the cron's zone: 2026-11-22 19:00:00 KST. */
            local: string;
            remarks: {
                code: string;
                message: string;
            }[];
            /**
             * Format: date-time
             * @description When it runs, or when it is written that it does not.
             */
            runAt: string;
            /**
             * Format: date-time
             * @description The instant the cron asks for.
             */
            scheduledTime: string;
            skipReason: string | null;
            timeZone: string;
            willRun: boolean;
        };
        Preferences: {
            /** @enum {string} */
            density: "compact" | "normal" | "comfortable";
            /** @description Null: as the browser prefers. */
            language: ("ko" | "en") | null;
            /** @description Whether single keys do something. */
            shortcuts: boolean;
            startPage: string | null;
            /** @enum {string} */
            theme: "light" | "dark" | "system";
            /** @description Null: that of the installation. */
            timeZone: string | null;
            /** @description What the web pages remember, such as the columns of tables. */
            ui: {
                [key: string]: unknown;
            };
        };
        Problem: {
            /** @description Stable code of the error; see docs/reference/errors.md. */
            code: string;
            /** @description What is wrong with which value, and the way out. */
            detail: string;
            /** @description Every single thing that is wrong, when it is the request. */
            errors?: {
                code: string;
                message: string;
                /** @description Name of a query or path parameter. */
                parameter?: string;
                /** @description JSON Pointer into the body. */
                pointer?: string;
            }[];
            /** @description The path that was asked for. */
            instance: string;
            /** @description Also in the header X-Request-Id and in the log. */
            requestId: string;
            /**
             * @description With ROLE_NEEDED: the role that it takes.
             * @enum {string}
             */
            requiredRole?: "viewer" | "operator" | "editor" | "admin";
            /** @description With status 429: after so many seconds it may be tried again. */
            retryAfter?: number;
            status: number;
            /** @description The kind of problem in words; the same for every occurrence. */
            title: string;
            /** @description Stable identifier of the kind of problem, as a URN. */
            type: string;
        };
        Purge: {
            dryRun: boolean;
            executions: number;
            logLines: number;
        };
        Readiness: {
            reasons: string[];
            /** @enum {string} */
            status: "ready" | "not ready";
        };
        RecentParams: {
            actor: string | null;
            executionId: string;
            /** @description As they were typed. */
            params: unknown;
            paramSource: string;
            /** Format: date-time */
            scheduledTime: string;
            status: string;
        };
        SavedView: {
            /** Format: date-time */
            createdAt: string;
            /** @description What the page keeps in its address. */
            filters: unknown;
            id: string;
            isPinned: boolean;
            isShared: boolean;
            name: string;
            owner: string;
            /** @enum {string} */
            page: "crons" | "executions" | "timeline" | "upcoming" | "workers" | "audit" | "dashboard";
            permissions: ("edit" | "delete")[];
            /** Format: date-time */
            updatedAt: string;
            version: number;
        };
        SchedulePreview: {
            /** @description Today and the six days after it in the cron's zone; fewer of a schedule that fires very often. */
            days: {
                date: string;
                /** @description Runs that begin in each hour of the clock, 24 of them. */
                hours: number[];
                runs: number;
                skipped: number;
            }[];
            /** @description The schedule in words; null when it cannot be understood. */
            description: {
                en: string;
                ko: string;
            } | null;
            errors: {
                code: string;
                message: string;
                params: {
                    [key: string]: unknown;
                };
                /** @description JSON Pointer into the body. */
                pointer: string;
            }[];
            /** @description It could be saved. */
            isValid: boolean;
            occurrences: {
                businessDate: string;
                displayLocal: string;
                effect: {
                    cause: string | null;
                    /** @description By what: calendar, jitter, blackout. */
                    moved: string[];
                    /** @enum {string} */
                    result: "runs" | "moved" | "skipped";
                    skipReason: string | null;
                };
                /** @description In the cron's zone: 2026-11-22 19:00:00 KST. */
                local: string;
                /**
                 * Format: date-time
                 * @description When it runs, or when it is written that it does not.
                 */
                runAt: string;
                /**
                 * Format: date-time
                 * @description The instant the timing names.
                 */
                scheduledTime: string;
                timeZone: string;
            }[];
            timeZone: string;
            warnings: {
                /** @enum {string} */
                code: "EITHER_DAY_FIELD" | "DAY_STEP_RESTARTS" | "CLOCK_GAP" | "CLOCK_OVERLAP" | "NEVER_RUNS" | "MOVED_BY_CALENDAR" | "REMOVED_BY_CALENDAR" | "DELAYED_BY_BLACKOUT" | "REMOVED_BY_BLACKOUT" | "MERGED" | "CALENDAR_ENDS" | "SHORTER_THAN_RUNS" | "CROWDED_MINUTE";
                message: string;
                /** @description The values of the message. */
                params: {
                    [key: string]: unknown;
                };
            }[];
        };
        SchedulerState: {
            actor: string | null;
            /** @description Nothing new is dispatched: what comes due becomes SKIPPED `paused`. */
            isPaused: boolean;
            /** @description The pause is over, and dispatchers still work off what it left. */
            isResuming: boolean;
            /** @description Which of the occurrences that came due meanwhile run after all. */
            missed: ("drop" | "latest" | "all") | null;
            reason: string | null;
            since: string | null;
            /** @description It resumes by itself then; null: until somebody resumes it. */
            until: string | null;
        };
        Segment: {
            attempt: number;
            /** Format: date-time */
            from: string;
            /** @enum {string} */
            kind: "wait" | "run" | "backoff";
            outcome: string | null;
            /** @description Null: not over yet. */
            to: string | null;
        };
        Session: {
            address: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
            id: string;
            isCurrent: boolean;
            /** Format: date-time */
            seenAt: string;
            userAgent: string | null;
        };
        Settings: {
            /**
             * @description Colour of the line on top of every page.
             * @enum {string}
             */
            environmentColor: "none" | "red" | "orange" | "yellow" | "green" | "blue" | "purple" | "gray";
            /** @description Shown beside the name of the product, such as prod; empty: nothing. */
            environmentName: string;
            /** @description What the editor begins a new cron with. Requests and files that leave these out get the defaults of the columns. */
            newCron: {
                /** @enum {string} */
                catchUp: "skip" | "once" | "all";
                maxRetry: number;
                /** @enum {string} */
                onWorkerLost: "retry" | "fail" | "hold";
                /** @enum {string} */
                overlapPolicy: "allow" | "skip" | "queue_one" | "queue_all" | "cancel_running";
                /** @description 0: no limit. */
                timeoutSeconds: number;
            };
            /** @description Shown to everybody on top of every page; empty: nothing. */
            notice: string;
            /** @description How long executions and logs are kept; set in dispatcher.yaml. */
            retention: {
                /** @description In days; null: forever. */
                logDays: number | null;
                /** @description In days; null: forever. */
                otherDays: number | null;
                /** @description In days; null: forever. */
                successDays: number | null;
            } | null;
            /** @description Zone in which times are displayed to those who have chosen none. */
            timeZone: string;
            version: number;
        };
        SkewedClock: {
            host: string;
            id: string;
            pid: number;
            /** @enum {string} */
            role: "dispatcher" | "worker" | "admin";
            /** @description How far the machine's clock is ahead of the database's. */
            skewMs: number;
        };
        StatsBadges: {
            /** @description Executions that failed or timed out since then; 1,000 means at least so many. */
            failed: number;
            /** @description Crons due for over 60 s; 1,000 means at least so many. */
            late: number;
            /** @description Executions that run; 1,000 means at least so many. */
            running: number;
        };
        StatsCharts: {
            charts: {
                /** @enum {string} */
                metric: "throughput" | "failureRate" | "queueDelay" | "runTime";
                series: {
                    /** @description A status, group, handler, or p50, p95, p99. */
                    key: string;
                    /** @description One for each of `times`; null: nothing ended. */
                    values: (number | null)[];
                }[];
                /** @enum {string} */
                unit: "executions" | "ratio" | "ms";
            }[];
            /** Format: date-time */
            from: string;
            stepSeconds: number;
            times: string[];
            /** Format: date-time */
            to: string;
        };
        StatsSummary: {
            /** @description By status. */
            ended: {
                [key: string]: number;
            };
            /** Format: date-time */
            from: string;
            /** @description Occurrences that were skipped because they were missed. */
            missed: number;
            oldestWaitingAt: string | null;
            /** @description Crons due for over 60 s. */
            overdue: number;
            /** @description The same for the period before. */
            previousEnded: {
                [key: string]: number;
            };
            previousSuccessRate: number | null;
            /**
             * Format: date-time
             * @description Executions that ended later are not in the counts yet.
             */
            reportedUntil: string;
            /** @description 10,000 means at least so many. */
            running: number;
            slots: number;
            slotsUsed: number;
            /** @description 0 to 1, of those that succeeded, failed or timed out; null: there were none. */
            successRate: number | null;
            /** Format: date-time */
            to: string;
            /** @description Due and not begun; 10,000 means at least so many. */
            waiting: number;
            /** @description The 20 with the least room. */
            workers: {
                host: string;
                id: string;
                isDraining: boolean;
                running: number;
                slots: number;
            }[];
            workersAlive: number;
        };
        SystemInfo: {
            database: {
                name: string;
                server: string;
            };
            node: string;
            /**
             * Format: date-time
             * @description The database's clock.
             */
            now: string;
            /** @description Why it cannot work fully, such as migrations that are missing. */
            problems: string[];
            /** @enum {string} */
            signInMode: "none" | "password" | "proxy" | "custom";
            /** @description Of the admin server that answers. */
            uptimeSeconds: number;
            version: string;
        };
        SystemStatus: {
            /** @description How many processes beat. */
            alive: {
                admin: number;
                dispatcher: number;
                worker: number;
            };
            pendingMigrations: string[];
            scheduler: components["schemas"]["SchedulerState"];
            /** @description Processes whose machine is more than 2 s off. */
            skewedClocks: components["schemas"]["SkewedClock"][];
        };
        Timeline: {
            /** Format: date-time */
            from: string;
            /** @description There were more; only those that ended last are shown. */
            isPartial: boolean;
            /** @description More is coming than is listed. */
            isPlanCut: boolean;
            lanes: {
                bars: {
                    cronName: string | null;
                    /** Format: date-time */
                    from: string;
                    handlerName: string;
                    id: string;
                    /** @enum {string} */
                    status: "PENDING" | "HELD" | "RUNNING" | "SUCCESS" | "FAILED" | "TIMEOUT" | "CANCELED" | "SKIPPED";
                    /** @description Null: it runs. */
                    to: string | null;
                }[];
                /** @description Id of the cron or worker, or name of the group or handler; empty: none. */
                key: string;
                name: string;
            }[];
            /** @description What is coming until `to`, by time; at most 500. */
            planned: {
                cronId: string;
                cronName: string;
                groupName: string | null;
                handlerName: string;
                /** Format: date-time */
                runAt: string;
                skipReason: string | null;
                /** @description The median of its last successes; null: there are none. */
                usualMs: number | null;
                willRun: boolean;
            }[];
            /** Format: date-time */
            to: string;
        };
        Timeseries: {
            /** Format: date-time */
            from: string;
            /** @enum {string} */
            metric: "throughput" | "failureRate" | "queueDelay" | "runTime";
            series: {
                /** @description A status, group, handler, or p50, p95, p99. */
                key: string;
                /** @description One for each of `times`; null: nothing ended. */
                values: (number | null)[];
            }[];
            stepSeconds: number;
            times: string[];
            /** Format: date-time */
            to: string;
            /** @enum {string} */
            unit: "executions" | "ratio" | "ms";
        };
        Transaction: {
            ageSeconds: number;
            /** Format: date-time */
            beganAt: string;
            /** @description Host and process that decided. */
            coordinator: string | null;
            decision: ("commit" | "rollback") | null;
            /** @description The global id. */
            gid: string;
            participants: {
                database: string;
                /** @enum {string} */
                state: "prepared" | "committed" | "rolled back" | "unreachable" | "not open";
            }[];
            reason: string | null;
            resolvedBy: string | null;
            /** @enum {string} */
            state: "undecided" | "committing" | "rolling back" | "heuristic" | "partial" | "unknown" | "done";
        };
        User: {
            /** Format: date-time */
            createdAt: string;
            displayName: string | null;
            /** @description Groups of crons it is limited to; null: all. */
            groups: string[] | null;
            /** @description False: signs in through a proxy only. */
            hasPassword: boolean;
            id: string;
            isEnabled: boolean;
            lastSignInAt: string | null;
            name: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "editor" | "admin";
            /** Format: date-time */
            updatedAt: string;
            version: number;
        };
        Worker: {
            /** @description Of its handlers: `worker.code_version`. */
            codeVersion: string | null;
            /** @enum {string} */
            desiredState: "active" | "drain";
            /** @description Names of the handlers it offers. */
            handlers: unknown;
            /** Format: date-time */
            heartbeatAt: string;
            host: string;
            /** @description The incarnation: new at every start. */
            id: string;
            /** @description It neither ended nor missed its lease. */
            isAlive: boolean;
            leaseSeconds: number;
            /** @description What the asker may do with it now. */
            permissions: ("drain" | "resume")[];
            pid: number;
            /** @description Queues it takes executions from. */
            queues: unknown;
            /** @enum {string} */
            role: "dispatcher" | "worker" | "admin";
            running: number;
            slots: number;
            /** Format: date-time */
            startedAt: string;
            /** @enum {string} */
            state: "active" | "draining" | "stopped" | "lost";
            stoppedAt: string | null;
            /** @description Slots held by handlers that ignore their end. */
            stuck: number;
            /** @description Of jobu. */
            version: string;
            /** @description {cpuPercent, memoryMb, eventLoopDelayMs, clockSkewMs} at the last beat, the last alone but for workers; null: not told. */
            vitals: unknown;
        };
        WorkerDetail: {
            /** @description Of its handlers: `worker.code_version`. */
            codeVersion: string | null;
            /** @enum {string} */
            desiredState: "active" | "drain";
            executions: {
                cronId: string | null;
                cronName: string | null;
                handlerName: string;
                id: string;
                progress: number | null;
                progressMessage: string | null;
                /** Format: date-time */
                startedAt: string;
            }[];
            /** @description Names of the handlers it offers. */
            handlers: unknown;
            /** Format: date-time */
            heartbeatAt: string;
            host: string;
            /** @description The incarnation: new at every start. */
            id: string;
            /** @description It neither ended nor missed its lease. */
            isAlive: boolean;
            leaseSeconds: number;
            /** @description What the asker may do with it now. */
            permissions: ("drain" | "resume")[];
            pid: number;
            /** @description Queues it takes executions from. */
            queues: unknown;
            /** @enum {string} */
            role: "dispatcher" | "worker" | "admin";
            running: number;
            slots: number;
            /** Format: date-time */
            startedAt: string;
            /** @enum {string} */
            state: "active" | "draining" | "stopped" | "lost";
            stoppedAt: string | null;
            /** @description Slots held by handlers that ignore their end. */
            stuck: number;
            /** @description Of jobu. */
            version: string;
            /** @description {cpuPercent, memoryMb, eventLoopDelayMs, clockSkewMs} at the last beat, the last alone but for workers; null: not told. */
            vitals: unknown;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    aliasListCrons: {
        parameters: {
            query?: {
                /** @description From 1; nothing beyond the first 10,000 is numbered. */
                page?: number;
                size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Cron"][];
                        page: number;
                        pages: number;
                        size: number;
                        /** @description At most 10,000 are counted. */
                        total: number;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    aliasToggleCron: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cron"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    aliasListExecutions: {
        parameters: {
            query?: {
                /** @description Decimal text, since ids may pass 2^53. */
                cron_id?: string;
                /** @description From 1; nothing beyond the first 10,000 is numbered. */
                page?: number;
                size?: number;
                /** @description Repeat the key for any of several. */
                status?: ("PENDING" | "HELD" | "RUNNING" | "SUCCESS" | "FAILED" | "TIMEOUT" | "CANCELED" | "SKIPPED")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Execution"][];
                        page: number;
                        pages: number;
                        size: number;
                        /** @description At most 10,000 are counted. */
                        total: number;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    aliasRetryExecution: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAttention: {
        parameters: {
            query?: {
                /** @description Only crons of this group. Repeat the key for any of several. */
                groupName?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AttentionItem"][];
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description Such as cron.update. */
                action?: string;
                actor?: string;
                /** @description Also count the items of all pages, up to 10,000. */
                count?: "true" | "false";
                /** @description `nextCursor` or `prevCursor` of another page with the same filters and order; left out: the first page. */
                cursor?: string;
                /** @description Items on a page. */
                limit?: number;
                /** @description Part of the target's name, in any case. */
                search?: string;
                /** @description Recorded at or after. */
                since?: string;
                targetId?: string;
                /** @description Such as cron, execution, calendar, user, token. */
                targetType?: string;
                /** @description Recorded before. */
                until?: string;
                /** @description Repeat the key for any of several. */
                via?: ("session" | "token" | "proxy" | "custom" | "open" | "cli" | "start")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the list was narrowed to; `defaulted` names filters that were not asked for. */
                        appliedFilters: {
                            [key: string]: unknown;
                        };
                        count?: components["schemas"]["Count"];
                        /** @description The search ended after 50,000 entries: nextCursor goes on where it stopped. */
                        isPartial: boolean;
                        items: components["schemas"]["AuditEntry"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportAudit: {
        parameters: {
            query?: {
                /** @description Such as cron.update. */
                action?: string;
                actor?: string;
                /** @description One JSON object a line, or CSV. */
                format?: "jsonl" | "csv";
                /** @description Part of the target's name, in any case. */
                search?: string;
                /** @description Recorded at or after. */
                since?: string;
                targetId?: string;
                /** @description Such as cron, execution, calendar, user, token. */
                targetType?: string;
                /** @description Recorded before. */
                until?: string;
                /** @description Repeat the key for any of several. */
                via?: ("session" | "token" | "proxy" | "custom" | "open" | "cli" | "start")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON lines or CSV. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/jsonl": string;
                    "text/csv": string;
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        signedOut: boolean;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    displayName?: string | null;
                    name: string;
                    /** @description At least 10 characters. */
                    password: string;
                    /** @description What stands behind `#token=` in the link of the log. */
                    token: string;
                };
            };
        };
        responses: {
            /** @description Created; the header Location says where it is. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSignInState: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        mode: "none" | "password" | "proxy" | "custom";
                        /** @description There is no user yet: the log has the link to make the first one. */
                        needsSetup: boolean;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBackfills: {
        parameters: {
            query?: {
                /** @description Decimal text, since ids may pass 2^53. */
                cronId?: string;
                /** @description `nextCursor` or `prevCursor` of another page with the same filters and order; left out: the first page. */
                cursor?: string;
                /** @description Items on a page. */
                limit?: number;
                /** @description Repeat the key for any of several. */
                status?: ("RUNNING" | "PAUSED" | "CANCELED" | "DONE")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the list was narrowed to; `defaulted` names filters that were not asked for. */
                        appliedFilters: {
                            [key: string]: unknown;
                        };
                        count?: components["schemas"]["Count"];
                        items: components["schemas"]["Backfill"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createBackfill: {
        parameters: {
            query?: {
                /** @description Only say what would run. */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description A second request with the same key makes nothing new: the first one is answered, with 200. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Also what falls on closed days, at its nominal time. */
                    allowClosed?: boolean;
                    /** @description Although the cron does not allow overlap. */
                    allowOverlap?: boolean;
                    /** @description Decimal text, since ids may pass 2^53. */
                    cronId: string;
                    /** Format: date-time */
                    from: string;
                    /** @description So many at once; default 1. */
                    maxRunning?: number;
                    /**
                     * @description missing (default): what has no run or was skipped; failed: what failed; all: every one.
                     * @enum {string}
                     */
                    mode?: "missing" | "failed" | "all";
                    /** @description Instead of the cron's own; {businessDate} and {scheduledTime} inside texts are filled in. */
                    params?: {
                        [key: string]: unknown;
                    };
                    /**
                     * @description Pauses the cron until the backfill is over, then has none (drop), the latest or all of what came due meanwhile run.
                     * @enum {string}
                     */
                    pauseCron?: "drop" | "latest" | "all";
                    /** @description Why; shown with the executions. */
                    reason?: string;
                    /**
                     * @description Which occurrences run first; default oldest.
                     * @enum {string}
                     */
                    runOrder?: "oldest" | "newest";
                    /**
                     * Format: date-time
                     * @description Included; not in the future.
                     */
                    to: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backfill"] | components["schemas"]["BackfillPlan"];
                };
            };
            /** @description Created; the header Location says where it is. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backfill"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBackfill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backfill"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelBackfill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Also asks its executions that run to end. */
                    cancelRunning?: boolean;
                    /** @description Why; shown with the executions. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backfill"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBackfillExecutions: {
        parameters: {
            query?: {
                /** @description `nextCursor` or `prevCursor` of another page with the same filters and order; left out: the first page. */
                cursor?: string;
                /** @description Items on a page. */
                limit?: number;
                /** @description Repeat the key for any of several. */
                status?: ("PENDING" | "HELD" | "RUNNING" | "SUCCESS" | "FAILED" | "TIMEOUT" | "CANCELED" | "SKIPPED")[];
            };
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the list was narrowed to; `defaulted` names filters that were not asked for. */
                        appliedFilters: {
                            [key: string]: unknown;
                        };
                        count?: components["schemas"]["Count"];
                        items: components["schemas"]["BackfillExecution"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseBackfill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Why; shown with the executions. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backfill"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeBackfill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Why; shown with the executions. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backfill"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryFailedOfBackfill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Why; shown with the executions. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backfill"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCalendars: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the list was narrowed to; `defaulted` names filters that were not asked for. */
                        appliedFilters: {
                            [key: string]: unknown;
                        };
                        count?: components["schemas"]["Count"];
                        items: components["schemas"]["Calendar"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createCalendar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description When an operating day begins, such as 08:00; null: as the parent. */
                    baseTime?: string | null;
                    days?: {
                        /** Format: date */
                        day: string;
                        isOpen: boolean;
                        label?: string | null;
                    }[];
                    description?: string | null;
                    /** @description Its dates are known from then on. */
                    firstDay?: string | null;
                    /** @description Its dates are known until then. */
                    lastDay?: string | null;
                    name: string;
                    /** @description Why it was changed. */
                    note?: string | null;
                    /** @description Null: as the parent, else Monday to Friday. */
                    openWeekdays?: ("SUN" | "MON" | "TUE" | "WED" | "THU" | "FRI" | "SAT")[] | null;
                    /** @description The calendar it builds on. */
                    parent?: string | null;
                };
            };
        };
        responses: {
            /** @description Created; the header Location says where it is. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarDetail"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCalendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarDetail"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceCalendar: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is to be changed; another one is answered with 412. */
                "if-match"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description When an operating day begins, such as 08:00; null: as the parent. */
                    baseTime?: string | null;
                    days: {
                        /** Format: date */
                        day: string;
                        isOpen: boolean;
                        label?: string | null;
                    }[];
                    description?: string | null;
                    /** @description Its dates are known from then on. */
                    firstDay?: string | null;
                    /** @description Its dates are known until then. */
                    lastDay?: string | null;
                    /** @description Why it was changed. */
                    note?: string | null;
                    /** @description Null: as the parent, else Monday to Friday. */
                    openWeekdays?: ("SUN" | "MON" | "TUE" | "WED" | "THU" | "FRI" | "SAT")[] | null;
                    /** @description The calendar it builds on. */
                    parent?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarDetail"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCalendar: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is to be changed; another one is answered with 412. */
                "if-match"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCalendarDays: {
        parameters: {
            query: {
                year: number;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the list was narrowed to; `defaulted` names filters that were not asked for. */
                        appliedFilters: {
                            [key: string]: unknown;
                        };
                        count?: components["schemas"]["Count"];
                        items: components["schemas"]["CalendarYearDay"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewCalendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description When an operating day begins, such as 08:00; null: as the parent. */
                    baseTime?: string | null;
                    days?: {
                        /** Format: date */
                        day: string;
                        isOpen: boolean;
                        label?: string | null;
                    }[];
                    description?: string | null;
                    /** @description Its dates are known from then on. */
                    firstDay?: string | null;
                    /** @description Its dates are known until then. */
                    lastDay?: string | null;
                    /** @description Why it was changed. */
                    note?: string | null;
                    /** @description Null: as the parent, else Monday to Friday. */
                    openWeekdays?: ("SUN" | "MON" | "TUE" | "WED" | "THU" | "FRI" | "SAT")[] | null;
                    /** @description The calendar it builds on. */
                    parent?: string | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarImpact"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importCalendar: {
        parameters: {
            query?: {
                /** @description Only say what would change. */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description The ETag of the version that is to be changed; another one is answered with 412. */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description When an operating day begins, such as 08:00; null: as the parent. */
                    baseTime?: string | null;
                    description?: string | null;
                    /** @description Where the text comes from; .ics says that it is iCalendar. */
                    fileName?: string;
                    /** @description Its dates are known from then on. */
                    firstDay?: string | null;
                    /** @description Its dates are known until then. */
                    lastDay?: string | null;
                    /** @description Keep the dates that the source does not name. */
                    merge?: boolean;
                    name: string;
                    /** @description Why it was changed. */
                    note?: string | null;
                    /** @description Null: as the parent, else Monday to Friday. */
                    openWeekdays?: ("SUN" | "MON" | "TUE" | "WED" | "THU" | "FRI" | "SAT")[] | null;
                    /** @description The calendar it builds on. */
                    parent?: string | null;
                    /** @description A source of /calendars/ready-made, such as kr. */
                    readyMade?: string;
                    /** @description iCalendar, or CSV lines: date,open or closed,label. */
                    text?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarImpact"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReadyMadeCalendars: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the list was narrowed to; `defaulted` names filters that were not asked for. */
                        appliedFilters: {
                            [key: string]: unknown;
                        };
                        count?: components["schemas"]["Count"];
                        items: {
                            isAnnounced: boolean;
                            name: string;
                            source: string;
                        }[];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCrons: {
        parameters: {
            query?: {
                /** @description Also count the items of all pages, up to 10,000. */
                count?: "true" | "false";
                /** @description `nextCursor` or `prevCursor` of another page with the same filters and order; left out: the first page. */
                cursor?: string;
                /** @description Group. Repeat the key for any of several. */
                groupName?: string[];
                /** @description Name of the handler. Repeat the key for any of several. */
                handlerName?: string[];
                /** @description Repeat the key for any of several. */
                id?: string[];
                isEnabled?: "true" | "false";
                isPaused?: "true" | "false";
                /** @description Of the execution that ended last. Repeat the key for any of several. */
                lastStatus?: ("PENDING" | "HELD" | "RUNNING" | "SUCCESS" | "FAILED" | "TIMEOUT" | "CANCELED" | "SKIPPED")[];
                /** @description Items on a page. */
                limit?: number;
                /** @description Nothing of it has succeeded or failed so far, and nothing runs. */
                neverRan?: "true" | "false";
                /** @description No live worker offers its handler. */
                noWorker?: "true" | "false";
                /** @description Its zone is not the one of dispatcher.yaml. */
                otherZone?: "true" | "false";
                /** @description Owner. Repeat the key for any of several. */
                owner?: string[];
                /** @description Part of the name or the description, in any case. */
                search?: string;
                /** @description Order; a minus sign means descending. */
                sort?: "name" | "-name" | "nextRunAt" | "-nextRunAt" | "updatedAt" | "-updatedAt";
                tag?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the list was narrowed to; `defaulted` names filters that were not asked for. */
                        appliedFilters: {
                            [key: string]: unknown;
                        };
                        count?: components["schemas"]["Count"];
                        items: components["schemas"]["Cron"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createCron: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default true */
                    allowLeaveMonth?: boolean;
                    /** @default false */
                    allowOverlap?: boolean;
                    /** @description Windows in which nothing begins. */
                    blackouts?: {
                        [key: string]: unknown;
                    }[] | null;
                    /** @default null */
                    calendar?: string | null;
                    /**
                     * @default once
                     * @enum {string}
                     */
                    catchUp?: "skip" | "once" | "all";
                    /** @default null */
                    catchUpWindowSeconds?: number | null;
                    /**
                     * @description Five or six fields; null: runs on trigger only.
                     * @default null
                     */
                    cronExpression?: string | null;
                    /** @default null */
                    description?: string | null;
                    /** @description Nothing is due after; without an offset in timeZone. */
                    endsAt?: string | null;
                    /** @default null */
                    groupName?: string | null;
                    handlerName: string;
                    handlerParams?: {
                        [key: string]: unknown;
                    };
                    /** @default true */
                    isEnabled?: boolean;
                    /** @default null */
                    isolation?: ("loop" | "thread" | "process") | null;
                    /** @default 0 */
                    jitterSeconds?: number;
                    /** @default 3 */
                    maxRescue?: number;
                    /** @default 3 */
                    maxRetry?: number;
                    /** @default 10 */
                    maxShiftDays?: number;
                    /** @default 60 */
                    misfireGraceSeconds?: number;
                    name: string;
                    /** @default null */
                    notes?: string | null;
                    /**
                     * @default delay
                     * @enum {string}
                     */
                    onBlackout?: "delay" | "skip";
                    /**
                     * @default skip
                     * @enum {string}
                     */
                    onClosed?: "skip" | "next" | "previous" | "nearest" | "run";
                    /**
                     * @default retry
                     * @enum {string}
                     */
                    onWorkerLost?: "retry" | "fail" | "hold";
                    /** @default null */
                    overlapPolicy?: ("allow" | "skip" | "queue_one" | "queue_all" | "cancel_running") | null;
                    /** @default null */
                    owner?: string | null;
                    /** @default null */
                    pauseAfterFailures?: number | null;
                    /** @default 0 */
                    priority?: number;
                    /** @default default */
                    queue?: string;
                    /** @description Wait before a retry. */
                    retryBackoff?: ({
                        baseSeconds?: number;
                        factor?: number;
                        jitter?: number;
                        maxSeconds?: number;
                    } & {
                        [key: string]: unknown;
                    }) | null;
                    /** @description Nothing is due before; without an offset in timeZone. */
                    startsAt?: string | null;
                    /** @default [] */
                    tags?: string[];
                    /** @default 3600 */
                    timeoutSeconds?: number;
                    /** @description IANA name; the zone of dispatcher.yaml when left out. */
                    timeZone?: string;
                    /** @description Timing object, for what no expression can say. */
                    timing?: {
                        [key: string]: unknown;
                    } | null;
                };
            };
        };
        responses: {
            /** @description Created; the header Location says where it is. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cron"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCron: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cron"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceCron: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is to be changed; another one is answered with 412. */
                "if-match"?: string;
            };
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default true */
                    allowLeaveMonth?: boolean;
                    /** @default false */
                    allowOverlap?: boolean;
                    /** @description Windows in which nothing begins. */
                    blackouts?: {
                        [key: string]: unknown;
                    }[] | null;
                    /** @default null */
                    calendar?: string | null;
                    /**
                     * @default once
                     * @enum {string}
                     */
                    catchUp?: "skip" | "once" | "all";
                    /** @default null */
                    catchUpWindowSeconds?: number | null;
                    /**
                     * @description Five or six fields; null: runs on trigger only.
                     * @default null
                     */
                    cronExpression?: string | null;
                    /** @default null */
                    description?: string | null;
                    /** @description Nothing is due after; without an offset in timeZone. */
                    endsAt?: string | null;
                    /** @default null */
                    groupName?: string | null;
                    handlerName: string;
                    handlerParams?: {
                        [key: string]: unknown;
                    };
                    /** @default true */
                    isEnabled?: boolean;
                    /** @default null */
                    isolation?: ("loop" | "thread" | "process") | null;
                    /** @default 0 */
                    jitterSeconds?: number;
                    /** @default 3 */
                    maxRescue?: number;
                    /** @default 3 */
                    maxRetry?: number;
                    /** @default 10 */
                    maxShiftDays?: number;
                    /** @default 60 */
                    misfireGraceSeconds?: number;
                    name: string;
                    /** @default null */
                    notes?: string | null;
                    /**
                     * @default delay
                     * @enum {string}
                     */
                    onBlackout?: "delay" | "skip";
                    /**
                     * @default skip
                     * @enum {string}
                     */
                    onClosed?: "skip" | "next" | "previous" | "nearest" | "run";
                    /**
                     * @default retry
                     * @enum {string}
                     */
                    onWorkerLost?: "retry" | "fail" | "hold";
                    /** @default null */
                    overlapPolicy?: ("allow" | "skip" | "queue_one" | "queue_all" | "cancel_running") | null;
                    /** @default null */
                    owner?: string | null;
                    /** @default null */
                    pauseAfterFailures?: number | null;
                    /** @default 0 */
                    priority?: number;
                    /** @default default */
                    queue?: string;
                    /** @description Wait before a retry. */
                    retryBackoff?: ({
                        baseSeconds?: number;
                        factor?: number;
                        jitter?: number;
                        maxSeconds?: number;
                    } & {
                        [key: string]: unknown;
                    }) | null;
                    /** @description Nothing is due before; without an offset in timeZone. */
                    startsAt?: string | null;
                    /** @default [] */
                    tags?: string[];
                    /** @default 3600 */
                    timeoutSeconds?: number;
                    /** @description IANA name; the zone of dispatcher.yaml when left out. */
                    timeZone?: string;
                    /** @description Timing object, for what no expression can say. */
                    timing?: {
                        [key: string]: unknown;
                    } | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cron"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCron: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is to be changed; another one is answered with 412. */
                "if-match"?: string;
            };
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        canceledExecutions: number;
                        id: string;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateCron: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is to be changed; another one is answered with 412. */
                "if-match"?: string;
            };
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    allowLeaveMonth?: boolean;
                    allowOverlap?: boolean;
                    /** @description Windows in which nothing begins. */
                    blackouts?: {
                        [key: string]: unknown;
                    }[] | null;
                    calendar?: string | null;
                    /** @enum {string} */
                    catchUp?: "skip" | "once" | "all";
                    catchUpWindowSeconds?: number | null;
                    cronExpression?: string | null;
                    description?: string | null;
                    /** @description Nothing is due after; without an offset in timeZone. */
                    endsAt?: string | null;
                    groupName?: string | null;
                    handlerName?: string;
                    handlerParams?: {
                        [key: string]: unknown;
                    };
                    isEnabled?: boolean;
                    isolation?: ("loop" | "thread" | "process") | null;
                    jitterSeconds?: number;
                    maxRescue?: number;
                    maxRetry?: number;
                    maxShiftDays?: number;
                    misfireGraceSeconds?: number;
                    name?: string;
                    notes?: string | null;
                    /** @enum {string} */
                    onBlackout?: "delay" | "skip";
                    /** @enum {string} */
                    onClosed?: "skip" | "next" | "previous" | "nearest" | "run";
                    /** @enum {string} */
                    onWorkerLost?: "retry" | "fail" | "hold";
                    overlapPolicy?: ("allow" | "skip" | "queue_one" | "queue_all" | "cancel_running") | null;
                    owner?: string | null;
                    pauseAfterFailures?: number | null;
                    priority?: number;
                    queue?: string;
                    /** @description Wait before a retry. */
                    retryBackoff?: ({
                        baseSeconds?: number;
                        factor?: number;
                        jitter?: number;
                        maxSeconds?: number;
                    } & {
                        [key: string]: unknown;
                    }) | null;
                    /** @description Nothing is due before; without an offset in timeZone. */
                    startsAt?: string | null;
                    tags?: string[];
                    timeoutSeconds?: number;
                    /** @description IANA name; the zone of dispatcher.yaml when left out. */
                    timeZone?: string;
                    /** @description Timing object, for what no expression can say. */
                    timing?: {
                        [key: string]: unknown;
                    } | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cron"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disableCron: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is to be changed; another one is answered with 412. */
                "if-match"?: string;
            };
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Also cancels its executions that have not started. */
                    cancelPending?: boolean;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cron"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    duplicateCron: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Default false: a copy runs nothing until somebody says so. */
                    isEnabled?: boolean;
                    name: string;
                };
            };
        };
        responses: {
            /** @description Created; the header Location says where it is. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cron"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enableCron: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is to be changed; another one is answered with 412. */
                "if-match"?: string;
            };
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cron"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOccurrences: {
        parameters: {
            query?: {
                /** @description `nextCursor` or `prevCursor` of another page with the same filters and order; left out: the first page. */
                cursor?: string;
                /** @description Default, and at least: now. */
                from?: string;
                /** @description Items on a page. */
                limit?: number;
                /** @description Included. */
                to?: string;
            };
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        appliedFilters: {
                            cron?: string;
                            /** Format: date-time */
                            from: string;
                            /** Format: date-time */
                            to: string;
                        };
                        count?: components["schemas"]["Count"];
                        items: components["schemas"]["PlannedOccurrence"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseCron: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is to be changed; another one is answered with 412. */
                "if-match"?: string;
            };
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What runs after all at `until`; default drop.
                     * @enum {string}
                     */
                    missed?: "drop" | "latest" | "all";
                    /** @description Why; kept on record. */
                    reason?: string;
                    /**
                     * Format: date-time
                     * @description It resumes by itself then; left out: until somebody resumes it.
                     */
                    until?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cron"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRecentParams: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the list was narrowed to; `defaulted` names filters that were not asked for. */
                        appliedFilters: {
                            [key: string]: unknown;
                        };
                        count?: components["schemas"]["Count"];
                        items: components["schemas"]["RecentParams"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeCron: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is to be changed; another one is answered with 412. */
                "if-match"?: string;
            };
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Which of the occurrences that came due meanwhile run after all; default drop.
                     * @enum {string}
                     */
                    missed?: "drop" | "latest" | "all";
                    /** @description Why; kept on record. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cron"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCronRevisions: {
        parameters: {
            query?: {
                /** @description `nextCursor` or `prevCursor` of another page with the same filters and order; left out: the first page. */
                cursor?: string;
                /** @description Items on a page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the list was narrowed to; `defaulted` names filters that were not asked for. */
                        appliedFilters: {
                            [key: string]: unknown;
                        };
                        count?: components["schemas"]["Count"];
                        items: components["schemas"]["CronRevision"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCronRevision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
                revision: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CronRevision"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restoreCronRevision: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is to be changed; another one is answered with 412. */
                "if-match"?: string;
            };
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
                revision: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Why; kept on record. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cron"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCronStats: {
        parameters: {
            query?: {
                /** @description How far back from now. */
                range?: "1h" | "6h" | "24h" | "7d" | "30d" | "365d";
                /** @description Whose days the buckets of a day are; left out: UTC. */
                timeZone?: string;
            };
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CronStats"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    toggleCron: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is to be changed; another one is answered with 412. */
                "if-match"?: string;
            };
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cron"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    triggerCron: {
        parameters: {
            query?: never;
            header?: {
                /** @description A second request with the same key makes nothing new: the first one is answered, with 200. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Although an earlier execution of the cron is unfinished. */
                    allowOverlap?: boolean;
                    /** @description Instead of the cron's own. */
                    params?: {
                        [key: string]: unknown;
                    };
                    /** @description Why; shown with the execution. */
                    reason?: string;
                    /**
                     * Format: date-time
                     * @description Not before this instant; default at once.
                     */
                    runAt?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /** @description Accepted; a worker will run it. The header Location says where it is. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportCrons: {
        parameters: {
            query?: {
                /** @description Group. Repeat the key for any of several. */
                groupName?: string[];
                /** @description Name of the handler. Repeat the key for any of several. */
                handlerName?: string[];
                /** @description Repeat the key for any of several. */
                id?: string[];
                isEnabled?: "true" | "false";
                isPaused?: "true" | "false";
                /** @description Of the execution that ended last. Repeat the key for any of several. */
                lastStatus?: ("PENDING" | "HELD" | "RUNNING" | "SUCCESS" | "FAILED" | "TIMEOUT" | "CANCELED" | "SKIPPED")[];
                /** @description Of the file; left out: none. */
                namespace?: string;
                /** @description Nothing of it has succeeded or failed so far, and nothing runs. */
                neverRan?: "true" | "false";
                /** @description No live worker offers its handler. */
                noWorker?: "true" | "false";
                /** @description Its zone is not the one of dispatcher.yaml. */
                otherZone?: "true" | "false";
                /** @description Owner. Repeat the key for any of several. */
                owner?: string[];
                /** @description Part of the name or the description, in any case. */
                search?: string;
                tag?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A file for `jobu apply`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": string;
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importCrons: {
        parameters: {
            query?: {
                dryRun?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description `steps` of a dry run: exactly these are done, or nothing (409 APPLY_CHANGED_MEANWHILE). */
                    expected?: {
                        /** @enum {string} */
                        action: "create" | "change" | "unchanged" | "delete";
                        changes: {
                            field: string;
                            from?: unknown;
                            to: unknown;
                        }[];
                        name: string;
                    }[];
                    /**
                     * @description file, the default: of crons, as `jobu apply` takes it, YAML or JSON. crontab: becomes crons of the `command` handler.
                     * @enum {string}
                     */
                    format?: "file" | "crontab";
                    /** @description Delete the crons of the file's namespace that it no longer has. */
                    prune?: boolean;
                    /** @description Why; kept in the audit log. */
                    reason?: string;
                    /** @description Also change crons of another namespace, or made by hand. */
                    takeOver?: boolean;
                    /** @description The file. */
                    text: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CronImport"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCronFigures: {
        parameters: {
            query: {
                /** @description Ids of crons, separated by commas or repeated. */
                ids: string[];
                /** @description How far back from now. */
                range?: "1h" | "6h" | "24h" | "7d" | "30d" | "365d";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["CronFigures"][];
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDispatchers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the list was narrowed to; `defaulted` names filters that were not asked for. */
                        appliedFilters: {
                            [key: string]: unknown;
                        };
                        count?: components["schemas"]["Count"];
                        items: components["schemas"]["Dispatcher"][];
                        /** @description How long the most overdue cron has waited; 0: none. */
                        lagMs: number;
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listErrorGroups: {
        parameters: {
            query?: {
                /** @description Instead of range, together with to. */
                from?: string;
                /** @description Only crons of this group. Repeat the key for any of several. */
                groupName?: string[];
                /** @description Groups, those with most failures first. */
                limit?: number;
                /** @description How far back from now. */
                range?: "1h" | "6h" | "24h" | "7d" | "30d" | "365d";
                /** @description Instead of range, together with from; at most 400 days after it. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the list was narrowed to; `defaulted` names filters that were not asked for. */
                        appliedFilters: {
                            [key: string]: unknown;
                        };
                        count?: components["schemas"]["Count"];
                        items: components["schemas"]["ErrorGroup"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getErrorGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                fingerprint: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorGroupDetail"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listExecutions: {
        parameters: {
            query?: {
                /** @description More tries than this. */
                attemptOver?: number;
                /** @description The operating day, such as 2026-11-22. */
                businessDate?: string;
                /** @description Also count the items of all pages, up to 10,000. */
                count?: "true" | "false";
                /** @description Name of the cron in any case; * stands for anything: daily-* */
                cron?: string;
                /** @description Repeat the key for any of several. */
                cronId?: string[];
                /** @description `nextCursor` or `prevCursor` of another page with the same filters and order; left out: the first page. */
                cursor?: string;
                /** @description Began later than this after runAt. */
                delayOver?: string;
                /** @description Ran, or has been running, for longer than this. */
                durationOver?: string;
                /** @description Part of the error message or code, in any case. */
                error?: string;
                /** @description Code of the error. Repeat the key for any of several. */
                errorCode?: string[];
                /** @description Group of errors; see /error-groups. */
                fingerprint?: string;
                finishedFrom?: string;
                finishedTo?: string;
                /** @description Group of the cron, as it is now. Repeat the key for any of several. */
                groupName?: string[];
                /** @description Name of the handler. Repeat the key for any of several. */
                handlerName?: string[];
                /** @description Items on a page. */
                limit?: number;
                /** @description A worker died while it ran. */
                lost?: "true" | "false";
                /** @description Owner of the cron, as it is now. Repeat the key for any of several. */
                owner?: string[];
                /** @description Part of the params as they are stored, in any case. */
                params?: string;
                /** @description Queue. Repeat the key for any of several. */
                queue?: string[];
                /** @description Waits or runs again after a failure. */
                retrying?: "true" | "false";
                scheduledFrom?: string;
                scheduledTo?: string;
                /** @description Made at or after: an instant, or how long ago. */
                since?: string;
                /** @description Why it was skipped. */
                skipReason?: ("overlap" | "catch_up" | "expired" | "calendar" | "blackout" | "merged" | "paused" | "replaced" | "queue_full")[];
                /** @description Runs for longer than 95 of 100 successes of its cron. */
                slow?: "true" | "false";
                /** @description By default the newest first; those of one cron by -scheduledTime. scheduledTime needs one cronId. */
                sort?: "id" | "-id" | "scheduledTime" | "-scheduledTime" | "finishedAt" | "-finishedAt";
                startedFrom?: string;
                startedTo?: string;
                /** @description Repeat the key for any of several. */
                status?: ("PENDING" | "HELD" | "RUNNING" | "SUCCESS" | "FAILED" | "TIMEOUT" | "CANCELED" | "SKIPPED")[];
                /** @description Tag of the cron, as it is now. */
                tag?: string;
                /** @description Repeat the key for any of several. */
                trigger?: ("cron" | "manual" | "event" | "backfill" | "rerun" | "flow" | "test")[];
                /** @description Failures that nobody has marked as handled. */
                unhandled?: "true" | "false";
                /** @description Made before. */
                until?: string;
                /** @description Worker that ran it last. Repeat the key for any of several. */
                workerId?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the list was narrowed to; `defaulted` names filters that were not asked for. */
                        appliedFilters: {
                            [key: string]: unknown;
                        };
                        count?: components["schemas"]["Count"];
                        /** @description The search took too long: nextCursor goes on where it stopped. */
                        isPartial: boolean;
                        items: components["schemas"]["ExecutionItem"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createExecution: {
        parameters: {
            query?: never;
            header?: {
                /** @description A second request with the same key makes nothing new: the first one is answered, with 200. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    handlerName: string;
                    /** @default null */
                    isolation?: ("loop" | "thread" | "process") | null;
                    /** @description Marked as a test: its paramSource is test. */
                    isTest?: boolean;
                    /** @default 3 */
                    maxRescue?: number;
                    /** @default 3 */
                    maxRetry?: number;
                    /**
                     * @default retry
                     * @enum {string}
                     */
                    onWorkerLost?: "retry" | "fail" | "hold";
                    params?: {
                        [key: string]: unknown;
                    };
                    /** @default 0 */
                    priority?: number;
                    /** @default default */
                    queue?: string;
                    /** @description Why; shown with the execution. */
                    reason?: string;
                    /** @description Wait before a retry. */
                    retryBackoff?: ({
                        baseSeconds?: number;
                        factor?: number;
                        jitter?: number;
                        maxSeconds?: number;
                    } & {
                        [key: string]: unknown;
                    }) | null;
                    /**
                     * Format: date-time
                     * @description Not before this instant; default at once.
                     */
                    runAt?: string;
                    /** @default 3600 */
                    timeoutSeconds?: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /** @description Created; the header Location says where it is. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExecution: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionDetail"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acknowledgeExecution: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What was done about it. */
                    note?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAttempts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the list was narrowed to; `defaulted` names filters that were not asked for. */
                        appliedFilters: {
                            [key: string]: unknown;
                        };
                        count?: components["schemas"]["Count"];
                        items: components["schemas"]["Attempt"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelExecution: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Writes CANCELED at once, without waiting for the worker. */
                    force?: boolean;
                    /** @description Why; shown with the execution. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    diffExecution: {
        parameters: {
            query: {
                /** @description The execution to compare with. */
                with: ("previous" | "last-success") | string;
            };
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionDiff"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    holdExecution: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Why; shown with the execution. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLogs: {
        parameters: {
            query?: {
                /** @description Only lines after this one: the id of the last line seen. */
                after?: string;
                /** @description Only lines of this attempt. */
                attempt?: number;
                /** @description Also count the items of all pages, up to 10,000. */
                count?: "true" | "false";
                /** @description `nextCursor` or `prevCursor` of another page with the same filters and order; left out: the first page. */
                cursor?: string;
                /** @description Repeat the key for any of several. */
                level?: ("debug" | "info" | "warn" | "error")[];
                /** @description Lines on a page. */
                limit?: number;
                /** @description Part of the message, in any case. */
                q?: string;
            };
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the list was narrowed to; `defaulted` names filters that were not asked for. */
                        appliedFilters: {
                            [key: string]: unknown;
                        };
                        count?: components["schemas"]["Count"];
                        items: components["schemas"]["LogLine"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    downloadLogs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One line for each log line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    releaseExecution: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Although an earlier execution of the cron is unfinished. */
                    allowOverlap?: boolean;
                    /** @description Why; shown with the execution. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryExecution: {
        parameters: {
            query?: never;
            header?: {
                /** @description A second request with the same key makes nothing new: the first one is answered, with 200. */
                "idempotency-key"?: string;
            };
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Although an earlier execution of the cron is unfinished. */
                    allowOverlap?: boolean;
                    /** @description With params a new execution is made, linked to this one. */
                    params?: {
                        [key: string]: unknown;
                    };
                    /** @description Why; shown with the execution. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /** @description Created; the header Location says where it is. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    succeedExecution: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Why; kept with the execution. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportExecutions: {
        parameters: {
            query?: {
                /** @description More tries than this. */
                attemptOver?: number;
                /** @description The operating day, such as 2026-11-22. */
                businessDate?: string;
                /** @description Name of the cron in any case; * stands for anything: daily-* */
                cron?: string;
                /** @description Repeat the key for any of several. */
                cronId?: string[];
                /** @description Began later than this after runAt. */
                delayOver?: string;
                /** @description Ran, or has been running, for longer than this. */
                durationOver?: string;
                /** @description Part of the error message or code, in any case. */
                error?: string;
                /** @description Code of the error. Repeat the key for any of several. */
                errorCode?: string[];
                /** @description Group of errors; see /error-groups. */
                fingerprint?: string;
                finishedFrom?: string;
                finishedTo?: string;
                format?: "csv" | "jsonl";
                /** @description Group of the cron, as it is now. Repeat the key for any of several. */
                groupName?: string[];
                /** @description Name of the handler. Repeat the key for any of several. */
                handlerName?: string[];
                /** @description A worker died while it ran. */
                lost?: "true" | "false";
                /** @description Owner of the cron, as it is now. Repeat the key for any of several. */
                owner?: string[];
                /** @description Part of the params as they are stored, in any case. */
                params?: string;
                /** @description Queue. Repeat the key for any of several. */
                queue?: string[];
                /** @description Waits or runs again after a failure. */
                retrying?: "true" | "false";
                scheduledFrom?: string;
                scheduledTo?: string;
                /** @description Made at or after: an instant, or how long ago. */
                since?: string;
                /** @description Why it was skipped. */
                skipReason?: ("overlap" | "catch_up" | "expired" | "calendar" | "blackout" | "merged" | "paused" | "replaced" | "queue_full")[];
                /** @description Runs for longer than 95 of 100 successes of its cron. */
                slow?: "true" | "false";
                startedFrom?: string;
                startedTo?: string;
                /** @description Repeat the key for any of several. */
                status?: ("PENDING" | "HELD" | "RUNNING" | "SUCCESS" | "FAILED" | "TIMEOUT" | "CANCELED" | "SKIPPED")[];
                /** @description Tag of the cron, as it is now. */
                tag?: string;
                /** @description Repeat the key for any of several. */
                trigger?: ("cron" | "manual" | "event" | "backfill" | "rerun" | "flow" | "test")[];
                /** @description Failures that nobody has marked as handled. */
                unhandled?: "true" | "false";
                /** @description Made before. */
                until?: string;
                /** @description Worker that ran it last. Repeat the key for any of several. */
                workerId?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One line for each execution, streamed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    executionHistogram: {
        parameters: {
            query?: {
                /** @description More tries than this. */
                attemptOver?: number;
                /** @description About how many bars to make. */
                bars?: number;
                /** @description The operating day, such as 2026-11-22. */
                businessDate?: string;
                /** @description Name of the cron in any case; * stands for anything: daily-* */
                cron?: string;
                /** @description Repeat the key for any of several. */
                cronId?: string[];
                /** @description Began later than this after runAt. */
                delayOver?: string;
                /** @description Ran, or has been running, for longer than this. */
                durationOver?: string;
                /** @description Part of the error message or code, in any case. */
                error?: string;
                /** @description Code of the error. Repeat the key for any of several. */
                errorCode?: string[];
                /** @description Group of errors; see /error-groups. */
                fingerprint?: string;
                finishedFrom?: string;
                finishedTo?: string;
                /** @description Group of the cron, as it is now. Repeat the key for any of several. */
                groupName?: string[];
                /** @description Name of the handler. Repeat the key for any of several. */
                handlerName?: string[];
                /** @description A worker died while it ran. */
                lost?: "true" | "false";
                /** @description Owner of the cron, as it is now. Repeat the key for any of several. */
                owner?: string[];
                /** @description Part of the params as they are stored, in any case. */
                params?: string;
                /** @description Queue. Repeat the key for any of several. */
                queue?: string[];
                /** @description Waits or runs again after a failure. */
                retrying?: "true" | "false";
                scheduledFrom?: string;
                scheduledTo?: string;
                /** @description Made at or after: an instant, or how long ago. */
                since?: string;
                /** @description Why it was skipped. */
                skipReason?: ("overlap" | "catch_up" | "expired" | "calendar" | "blackout" | "merged" | "paused" | "replaced" | "queue_full")[];
                /** @description Runs for longer than 95 of 100 successes of its cron. */
                slow?: "true" | "false";
                startedFrom?: string;
                startedTo?: string;
                /** @description Repeat the key for any of several. */
                status?: ("PENDING" | "HELD" | "RUNNING" | "SUCCESS" | "FAILED" | "TIMEOUT" | "CANCELED" | "SKIPPED")[];
                /** @description Tag of the cron, as it is now. */
                tag?: string;
                /** @description Repeat the key for any of several. */
                trigger?: ("cron" | "manual" | "event" | "backfill" | "rerun" | "flow" | "test")[];
                /** @description Failures that nobody has marked as handled. */
                unhandled?: "true" | "false";
                /** @description Made before. */
                until?: string;
                /** @description Worker that ran it last. Repeat the key for any of several. */
                workerId?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionHistogram"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suggestFilterValues: {
        parameters: {
            query: {
                field: "cron" | "handlerName" | "groupName" | "owner" | "tag" | "queue" | "workerId" | "errorCode";
                /** @description Part of the value, in any case. */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        values: string[];
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listHandlers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the list was narrowed to; `defaulted` names filters that were not asked for. */
                        appliedFilters: {
                            [key: string]: unknown;
                        };
                        count?: components["schemas"]["Count"];
                        items: components["schemas"]["Handler"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHandler: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Handler"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    preferences: {
                        /** @enum {string} */
                        density?: "compact" | "normal" | "comfortable";
                        /** @description Null: as the browser prefers. */
                        language?: ("ko" | "en") | null;
                        /** @description Whether single keys do something. */
                        shortcuts?: boolean;
                        startPage?: string | null;
                        /** @enum {string} */
                        theme?: "light" | "dark" | "system";
                        /** @description Null: that of the installation. */
                        timeZone?: string | null;
                        /** @description What the web pages remember, such as the columns of tables. */
                        ui?: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preferences"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    current: string;
                    /** @description At least 10 characters. */
                    password: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMySessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the list was narrowed to; `defaulted` names filters that were not asked for. */
                        appliedFilters: {
                            [key: string]: unknown;
                        };
                        count?: components["schemas"]["Count"];
                        items: components["schemas"]["Session"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endMySession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOperations: {
        parameters: {
            query?: {
                actor?: string;
                /** @description Also count the items of all pages, up to 10,000. */
                count?: "true" | "false";
                /** @description `nextCursor` or `prevCursor` of another page with the same filters and order; left out: the first page. */
                cursor?: string;
                /** @description Repeat the key for any of several. */
                entity?: ("execution" | "cron")[];
                /** @description Items on a page. */
                limit?: number;
                /** @description Repeat the key for any of several. */
                status?: ("COLLECTING" | "RUNNING" | "DONE" | "STOPPED" | "FAILED")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the list was narrowed to; `defaulted` names filters that were not asked for. */
                        appliedFilters: {
                            [key: string]: unknown;
                        };
                        count?: components["schemas"]["Count"];
                        items: components["schemas"]["Operation"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createOperation: {
        parameters: {
            query?: {
                /** @description Only say what it would be for. */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description A second request with the same key makes nothing new: the first one is answered, with 200. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    action: "execution.retry";
                    params?: {
                        /** @description Although an earlier execution of the cron is unfinished. */
                        allowOverlap?: boolean;
                        /** @description With params new executions are made. */
                        params?: {
                            [key: string]: unknown;
                        };
                    };
                    /** @description Why; kept with every target. */
                    reason?: string;
                    target: components["schemas"]["ExecutionTarget"];
                } | {
                    /** @enum {string} */
                    action: "execution.cancel";
                    params?: {
                        /** @description Without waiting for the worker. */
                        force?: boolean;
                    };
                    /** @description Why; kept with every target. */
                    reason?: string;
                    target: components["schemas"]["ExecutionTarget"];
                } | {
                    /** @enum {string} */
                    action: "execution.hold";
                    params?: Record<string, never>;
                    /** @description Why; kept with every target. */
                    reason?: string;
                    target: components["schemas"]["ExecutionTarget"];
                } | {
                    /** @enum {string} */
                    action: "execution.release";
                    params?: {
                        /** @description Although an earlier execution of the cron is unfinished. */
                        allowOverlap?: boolean;
                    };
                    /** @description Why; kept with every target. */
                    reason?: string;
                    target: components["schemas"]["ExecutionTarget"];
                } | {
                    /** @enum {string} */
                    action: "execution.succeed";
                    params?: Record<string, never>;
                    /** @description Why; kept with every target. */
                    reason: string;
                    target: components["schemas"]["ExecutionTarget"];
                } | {
                    /** @enum {string} */
                    action: "cron.enable";
                    params?: Record<string, never>;
                    /** @description Why; kept with every target. */
                    reason?: string;
                    target: components["schemas"]["CronTarget"];
                } | {
                    /** @enum {string} */
                    action: "cron.disable";
                    params?: {
                        /** @description Also cancels their executions that have not started. */
                        cancelPending?: boolean;
                    };
                    /** @description Why; kept with every target. */
                    reason?: string;
                    target: components["schemas"]["CronTarget"];
                } | {
                    /** @enum {string} */
                    action: "cron.pause";
                    params?: {
                        /**
                         * @description What runs after all at `until`; default drop.
                         * @enum {string}
                         */
                        missed?: "drop" | "latest" | "all";
                        /**
                         * Format: date-time
                         * @description They resume by themselves then.
                         */
                        until?: string;
                    };
                    /** @description Why; kept with every target. */
                    reason?: string;
                    target: components["schemas"]["CronTarget"];
                } | {
                    /** @enum {string} */
                    action: "cron.resume";
                    params?: {
                        /**
                         * @description Which of the occurrences that came due meanwhile run after all; default drop.
                         * @enum {string}
                         */
                        missed?: "drop" | "latest" | "all";
                    };
                    /** @description Why; kept with every target. */
                    reason?: string;
                    target: components["schemas"]["CronTarget"];
                } | {
                    /** @enum {string} */
                    action: "cron.trigger";
                    params?: {
                        /** @description Although an earlier execution of the cron is unfinished. */
                        allowOverlap?: boolean;
                        /** @description Instead of the cron's own. */
                        params?: {
                            [key: string]: unknown;
                        };
                        /**
                         * Format: date-time
                         * @description Not before this instant; default at once.
                         */
                        runAt?: string;
                    };
                    /** @description Why; kept with every target. */
                    reason?: string;
                    target: components["schemas"]["CronTarget"];
                } | {
                    /** @enum {string} */
                    action: "cron.delete";
                    params?: Record<string, never>;
                    /** @description Why; kept with every target. */
                    reason?: string;
                    target: components["schemas"]["CronTarget"];
                } | {
                    /** @enum {string} */
                    action: "cron.edit";
                    params: {
                        addTags?: string[];
                        groupName?: string | null;
                        owner?: string | null;
                        removeTags?: string[];
                        /** @description Instead of the tags there are. */
                        tags?: string[];
                    };
                    /** @description Why; kept with every target. */
                    reason?: string;
                    target: components["schemas"]["CronTarget"];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationPlan"];
                };
            };
            /** @description Accepted; a worker will run it. The header Location says where it is. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOperation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOperationItems: {
        parameters: {
            query?: {
                /** @description Also count the items of all pages, up to 10,000. */
                count?: "true" | "false";
                /** @description `nextCursor` or `prevCursor` of another page with the same filters and order; left out: the first page. */
                cursor?: string;
                /** @description Items on a page. */
                limit?: number;
                /** @description Repeat the key for any of several. */
                outcome?: ("waiting" | "done" | "failed")[];
            };
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the list was narrowed to; `defaulted` names filters that were not asked for. */
                        appliedFilters: {
                            [key: string]: unknown;
                        };
                        count?: components["schemas"]["Count"];
                        items: components["schemas"]["OperationItem"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stopOperation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Why; kept with every target. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPlan: {
        parameters: {
            query?: {
                /** @description Of this cron only. */
                cron?: string;
                /** @description `nextCursor` or `prevCursor` of another page with the same filters and order; left out: the first page. */
                cursor?: string;
                /** @description Default, and at least: now. */
                from?: string;
                /** @description Count per group; without a list. */
                groupBy?: "cron" | "minute" | "hour" | "day";
                /** @description Only crons of this group. Repeat the key for any of several. */
                groupName?: string[];
                /** @description Items on a page. */
                limit?: number;
                /** @description Zone of the days and hours; default: that of admin.yaml. */
                timeZone?: string;
                /** @description Included. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        appliedFilters: {
                            cron?: string;
                            /** Format: date-time */
                            from: string;
                            /** Format: date-time */
                            to: string;
                        };
                        count?: components["schemas"]["Count"];
                        /** @description With groupBy; items is empty then. */
                        groups: {
                            /** @description Name of the cron, when it is grouped by cron. */
                            cron: string | null;
                            /** @description The beginning of the minute, hour or day, or the id of the cron. */
                            key: string;
                            runs: number;
                            skipped: number;
                        }[] | null;
                        /** @description There is more than could be counted: ask for a shorter time. */
                        isCut: boolean;
                        items: components["schemas"]["PlannedOccurrence"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    diffPlan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Name of a calendar. */
                    calendar?: string;
                    /** @description What would be changed of the calendar. */
                    calendarChange?: {
                        /** @description When an operating day begins, such as 08:00; null: as the parent. */
                        baseTime?: string | null;
                        days?: {
                            /** Format: date */
                            day: string;
                            isOpen: boolean;
                            label?: string | null;
                        }[];
                        description?: string | null;
                        /** @description Its dates are known from then on. */
                        firstDay?: string | null;
                        /** @description Its dates are known until then. */
                        lastDay?: string | null;
                        /** @description Why it was changed. */
                        note?: string | null;
                        /** @description Null: as the parent, else Monday to Friday. */
                        openWeekdays?: ("SUN" | "MON" | "TUE" | "WED" | "THU" | "FRI" | "SAT")[] | null;
                        /** @description The calendar it builds on. */
                        parent?: string | null;
                    };
                    /** @description What would be changed of the cron. */
                    cron?: {
                        allowLeaveMonth?: boolean;
                        allowOverlap?: boolean;
                        /** @description Windows in which nothing begins. */
                        blackouts?: {
                            [key: string]: unknown;
                        }[] | null;
                        calendar?: string | null;
                        /** @enum {string} */
                        catchUp?: "skip" | "once" | "all";
                        catchUpWindowSeconds?: number | null;
                        cronExpression?: string | null;
                        description?: string | null;
                        /** @description Nothing is due after; without an offset in timeZone. */
                        endsAt?: string | null;
                        groupName?: string | null;
                        handlerName?: string;
                        handlerParams?: {
                            [key: string]: unknown;
                        };
                        isEnabled?: boolean;
                        isolation?: ("loop" | "thread" | "process") | null;
                        jitterSeconds?: number;
                        maxRescue?: number;
                        maxRetry?: number;
                        maxShiftDays?: number;
                        misfireGraceSeconds?: number;
                        name?: string;
                        notes?: string | null;
                        /** @enum {string} */
                        onBlackout?: "delay" | "skip";
                        /** @enum {string} */
                        onClosed?: "skip" | "next" | "previous" | "nearest" | "run";
                        /** @enum {string} */
                        onWorkerLost?: "retry" | "fail" | "hold";
                        overlapPolicy?: ("allow" | "skip" | "queue_one" | "queue_all" | "cancel_running") | null;
                        owner?: string | null;
                        pauseAfterFailures?: number | null;
                        priority?: number;
                        queue?: string;
                        /** @description Wait before a retry. */
                        retryBackoff?: ({
                            baseSeconds?: number;
                            factor?: number;
                            jitter?: number;
                            maxSeconds?: number;
                        } & {
                            [key: string]: unknown;
                        }) | null;
                        /** @description Nothing is due before; without an offset in timeZone. */
                        startsAt?: string | null;
                        tags?: string[];
                        timeoutSeconds?: number;
                        /** @description IANA name; the zone of dispatcher.yaml when left out. */
                        timeZone?: string;
                        /** @description Timing object, for what no expression can say. */
                        timing?: {
                            [key: string]: unknown;
                        } | null;
                    };
                    /** @description Decimal text, since ids may pass 2^53. */
                    cronId?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        appears: number;
                        changes: {
                            cause: string | null;
                            cronId: string;
                            cronName: string;
                            /** @description When it would have run. */
                            from: string | null;
                            /** @enum {string} */
                            kind: "moves" | "vanishes" | "appears";
                            /** @description When it will run. */
                            to: string | null;
                        }[];
                        /** Format: date-time */
                        from: string;
                        /** @description There are more than the 500 changes listed. */
                        isCut: boolean;
                        moves: number;
                        /** Format: date-time */
                        until: string;
                        vanishes: number;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSavedViews: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the list was narrowed to; `defaulted` names filters that were not asked for. */
                        appliedFilters: {
                            [key: string]: unknown;
                        };
                        count?: components["schemas"]["Count"];
                        items: components["schemas"]["SavedView"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSavedView: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What the page keeps in its address. */
                    filters: {
                        [key: string]: unknown;
                    };
                    /** @default false */
                    isPinned?: boolean;
                    /**
                     * @description Seen by everybody; needs the role editor.
                     * @default false
                     */
                    isShared?: boolean;
                    name: string;
                    /** @enum {string} */
                    page: "crons" | "executions" | "timeline" | "upcoming" | "workers" | "audit" | "dashboard";
                };
            };
        };
        responses: {
            /** @description Created; the header Location says where it is. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceSavedView: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is to be changed; another one is answered with 412. */
                "if-match"?: string;
            };
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What the page keeps in its address. */
                    filters: {
                        [key: string]: unknown;
                    };
                    /** @default false */
                    isPinned?: boolean;
                    /**
                     * @description Seen by everybody; needs the role editor.
                     * @default false
                     */
                    isShared?: boolean;
                    name: string;
                    /** @enum {string} */
                    page: "crons" | "executions" | "timeline" | "upcoming" | "workers" | "audit" | "dashboard";
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSavedView: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is to be changed; another one is answered with 412. */
                "if-match"?: string;
            };
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    allowLeaveMonth?: boolean;
                    /** @description Windows in which nothing begins. */
                    blackouts?: {
                        [key: string]: unknown;
                    }[] | null;
                    calendar?: string | null;
                    /** @description So many occurrences; default 10. */
                    count?: number;
                    cronExpression?: string | null;
                    /** @description The cron that is being changed. */
                    cronId?: string;
                    /** @description Zone of displayLocal; default: that of admin.yaml. */
                    displayTimeZone?: string;
                    endsAt?: string | null;
                    jitterSeconds?: number;
                    maxShiftDays?: number;
                    /** @description Jitter depends on it. */
                    name?: string;
                    onBlackout?: string;
                    onClosed?: string;
                    startsAt?: string | null;
                    timeZone?: string;
                    /** @description Timing object, for what no expression can say. */
                    timing?: {
                        [key: string]: unknown;
                    } | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchedulePreview"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateSettings: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is to be changed; another one is answered with 412. */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Colour of the line on top of every page.
                     * @enum {string}
                     */
                    environmentColor?: "none" | "red" | "orange" | "yellow" | "green" | "blue" | "purple" | "gray";
                    /** @description Shown beside the name of the product, such as prod; empty: nothing. */
                    environmentName?: string;
                    /** @description What the editor begins a new cron with. Requests and files that leave these out get the defaults of the columns. */
                    newCron?: {
                        /** @enum {string} */
                        catchUp: "skip" | "once" | "all";
                        maxRetry: number;
                        /** @enum {string} */
                        onWorkerLost: "retry" | "fail" | "hold";
                        /** @enum {string} */
                        overlapPolicy: "allow" | "skip" | "queue_one" | "queue_all" | "cancel_running";
                        /** @description 0: no limit. */
                        timeoutSeconds: number;
                    };
                    /** @description Shown to everybody on top of every page; empty: nothing. */
                    notice?: string;
                    /** @description Zone in which times are displayed to those who have chosen none. */
                    timeZone?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    statsBadges: {
        parameters: {
            query?: {
                /** @description Failures after it are counted; default: a day ago. */
                failedSince?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatsBadges"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    statsCharts: {
        parameters: {
            query?: {
                /** @description Instead of range, together with to. */
                from?: string;
                /** @description Only crons of this group. Repeat the key for any of several. */
                groupName?: string[];
                /** @description How far back from now. */
                range?: "1h" | "6h" | "24h" | "7d" | "30d" | "365d";
                /** @description Width of a point in seconds; default about 60 points. */
                step?: number;
                /** @description Instead of range, together with from; at most 400 days after it. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatsCharts"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    statsSummary: {
        parameters: {
            query?: {
                /** @description Instead of range, together with to. */
                from?: string;
                /** @description Only crons of this group. Repeat the key for any of several. */
                groupName?: string[];
                /** @description How far back from now. */
                range?: "1h" | "6h" | "24h" | "7d" | "30d" | "365d";
                /** @description Instead of range, together with from; at most 400 days after it. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatsSummary"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    statsTimeseries: {
        parameters: {
            query: {
                /** @description Instead of range, together with to. */
                from?: string;
                /** @description Only for throughput; default status. */
                groupBy?: "status" | "groupName" | "handlerName";
                /** @description Only crons of this group. Repeat the key for any of several. */
                groupName?: string[];
                metric: "throughput" | "failureRate" | "queueDelay" | "runTime";
                /** @description How far back from now. */
                range?: "1h" | "6h" | "24h" | "7d" | "30d" | "365d";
                /** @description Width of a point in seconds; default about 60 points. */
                step?: number;
                /** @description Instead of range, together with from; at most 400 days after it. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeseries"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openStream: {
        parameters: {
            query?: {
                /** @description As the header Last-Event-ID, which a new EventSource cannot send. */
                lastEventId?: string;
                /** @description Also what this execution logs, as log.append. Repeat the key for several. */
                log?: string[];
                /** @description Id of the last line that is known. */
                logAfter?: string;
                /** @description Separated by commas: executions, crons, workers, stats, operations, banner. Default: all. */
                topics?: string;
            };
            header?: {
                /** @description Goes on behind this event, or sends reset. */
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events until either side ends it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDatabaseState: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatabaseState"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDiagnostics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Diagnostics"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSystemInfo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemInfo"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseScheduler: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Default drop.
                     * @enum {string}
                     */
                    missed?: "drop" | "latest" | "all";
                    /** @description Why; kept with what is skipped, and on record. */
                    reason?: string;
                    /** Format: date-time */
                    until?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchedulerState"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    purge: {
        parameters: {
            query?: {
                dryRun?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description How long logs are kept, in days; null: forever. */
                    logDays: number | null;
                    /** @description How long everything else is kept, in days; null: forever. */
                    otherDays: number | null;
                    /** @description Why; kept with what is skipped, and on record. */
                    reason?: string;
                    /** @description How long successes are kept, in days; null: forever. */
                    successDays: number | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Purge"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeScheduler: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Default drop.
                     * @enum {string}
                     */
                    missed?: "drop" | "latest" | "all";
                    /** @description Why; kept with what is skipped, and on record. */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchedulerState"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSchedulerState: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchedulerState"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSystemStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemStatus"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTimeline: {
        parameters: {
            query?: {
                /** @description Default: an hour ago. */
                from?: string;
                /** @description Only crons of this group. Repeat the key for any of several. */
                groupName?: string[];
                lanes?: "cron" | "group" | "worker" | "handler";
                /** @description Default: now. At most 7 days after from; beyond now it tells what is coming. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTokens: {
        parameters: {
            query?: {
                /** @description Also count the items of all pages, up to 10,000. */
                count?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the list was narrowed to; `defaulted` names filters that were not asked for. */
                        appliedFilters: {
                            [key: string]: unknown;
                        };
                        count?: components["schemas"]["Count"];
                        items: components["schemas"]["ApiToken"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Left out: in 90 days; null: never. */
                    expiresAt?: string | null;
                    /** @description Within your own. Left out: your own. */
                    groups?: string[] | null;
                    name: string;
                    /**
                     * @description At most your own.
                     * @enum {string}
                     */
                    role: "viewer" | "operator" | "editor" | "admin";
                };
            };
        };
        responses: {
            /** @description Created; the header Location says where it is. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        createdAt: string;
                        createdBy: string;
                        expiresAt: string | null;
                        /** @description Groups of crons it is limited to; null: all. */
                        groups: string[] | null;
                        id: string;
                        lastUsedAddress: string | null;
                        lastUsedAt: string | null;
                        name: string;
                        /** @enum {string} */
                        role: "viewer" | "operator" | "editor" | "admin";
                        /** @description The token itself: `jobu_<key>_<secret>`. It is shown this once. */
                        token: string;
                        /** @description The part of the token that is no secret. */
                        tokenKey: string;
                        userName: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTransactions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the list was narrowed to; `defaulted` names filters that were not asked for. */
                        appliedFilters: {
                            [key: string]: unknown;
                        };
                        count?: components["schemas"]["Count"];
                        items: components["schemas"]["Transaction"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                        /** @description Databases that could not be asked. */
                        unreachable: string[];
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTransaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transaction"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resolveTransaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gid: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description For a transaction that has none.
                     * @enum {string}
                     */
                    decision?: "commit" | "rollback";
                    /** @description Kept on record. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transaction"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description Also count the items of all pages, up to 10,000. */
                count?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the list was narrowed to; `defaulted` names filters that were not asked for. */
                        appliedFilters: {
                            [key: string]: unknown;
                        };
                        count?: components["schemas"]["Count"];
                        items: components["schemas"]["User"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    displayName?: string | null;
                    /** @description Groups of crons it is limited to; null: all. */
                    groups?: string[] | null;
                    isEnabled?: boolean;
                    name: string;
                    /** @description Left out: signs in through a proxy only. */
                    password?: string;
                    /** @enum {string} */
                    role: "viewer" | "operator" | "editor" | "admin";
                };
            };
        };
        responses: {
            /** @description Created; the header Location says where it is. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is to be changed; another one is answered with 412. */
                "if-match"?: string;
            };
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that is to be changed; another one is answered with 412. */
                "if-match"?: string;
            };
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    displayName?: string | null;
                    /** @description Groups of crons it is limited to; null: all. */
                    groups?: string[] | null;
                    isEnabled?: boolean;
                    /** @enum {string} */
                    role?: "viewer" | "operator" | "editor" | "admin";
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setUserPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description At least 10 characters. */
                    password: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUserSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the list was narrowed to; `defaulted` names filters that were not asked for. */
                        appliedFilters: {
                            [key: string]: unknown;
                        };
                        count?: components["schemas"]["Count"];
                        items: components["schemas"]["Session"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endUserSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Decimal text, since ids may pass 2^53. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ended: number;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWorkers: {
        parameters: {
            query?: {
                /** @description Also count the items of all pages, up to 10,000. */
                count?: "true" | "false";
                /** @description `nextCursor` or `prevCursor` of another page with the same filters and order; left out: the first page. */
                cursor?: string;
                /** @description Items on a page. */
                limit?: number;
                /** @description Repeat the key for any of several. */
                role?: ("dispatcher" | "worker" | "admin")[];
                /** @description Repeat the key for any of several. */
                state?: ("active" | "draining" | "stopped" | "lost")[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the list was narrowed to; `defaulted` names filters that were not asked for. */
                        appliedFilters: {
                            [key: string]: unknown;
                        };
                        count?: components["schemas"]["Count"];
                        items: components["schemas"]["Worker"][];
                        /** @description Null on the last page. */
                        nextCursor: string | null;
                        /** @description Null on the first page. */
                        prevCursor: string | null;
                    };
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWorker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerDetail"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drainWorker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Worker"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeWorker: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Worker"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Text format 0.0.4. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description It cannot; the reasons say why. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description A problem, as RFC 9457 describes it. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
