from django.apps import AppConfig


class TrackerConfig(AppConfig):
    name = "tracker"

    def ready(self) -> None:
        from foods import links
        from foods.curation import popularity
        from tracker import merged
        from tracker.popularity import times_logged

        popularity.register(times_logged)
        links.register("plans", follow=merged.follow, go_back=merged.go_back)
