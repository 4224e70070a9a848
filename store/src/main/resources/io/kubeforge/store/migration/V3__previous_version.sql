-- The version that an object had before what happened to it. With it the log shows every object as it was at any version
-- above the floor, whether or not the row that made that version is still there.
alter table stored_event add column previous_version bigint;

with earlier as (
    select version, lag(version) over (partition by resource, namespace, name order by version) as previous
    from stored_event)
update stored_event e
-- Where the earlier row is gone, the floor is the highest version that the object can have had.
set previous_version = coalesce(r.previous, (select f.version from store_floor f))
from earlier r
where r.version = e.version and e.type <> 'ADDED';

alter table stored_event add constraint stored_event_previous check ((type = 'ADDED') = (previous_version is null));
