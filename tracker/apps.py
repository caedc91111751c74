from django.apps import AppConfig


class TrackerConfig(AppConfig):
    name = "tracker"

    def ready(self) -> None:
        from foods.curation import popularity
        from tracker.popularity import times_logged

        popularity.register(times_logged)
