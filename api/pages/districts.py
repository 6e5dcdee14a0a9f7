"""Districts: a schematic picture of tiles, and what each holds."""

from fastapi import APIRouter, Request, Response

from api.deps import CatalogueDep, SettingsDep, StoreDep, age_of
from api.pages.front import front
from api.pages.render import render
from graph.asking import ask
from graph.wishes import MOST

router = APIRouter()
# What the page of a district shows apart, by class of the other thing; everything else stands under the last heading.
KINDS = ("InnovationPlatform", "RecognisedCluster", "Place", "Enterprise")


@router.get("/districts")
def districts(request: Request, store: StoreDep, settings: SettingsDep, catalogue: CatalogueDep) -> Response:
    """Every district as a tile with its number of platforms."""
    layout = ask(store, catalogue["regional_layout"], {}, MOST)
    known = front(store, settings.home, age_of(request)).tallies
    return render(request, "districts.html", tallies=known, answer=layout)


@router.get("/districts/{district}")
def district(
    request: Request, store: StoreDep, settings: SettingsDep, catalogue: CatalogueDep, district: str
) -> Response:
    """Platforms with their places, and all else that sources say about the district."""
    names = ask(store, catalogue["entity_names"], {"entity": district}, MOST)
    place = names.items[0]["entity"]
    platforms = ask(store, catalogue["platforms_in_district"], {"district": place["id"]}, MOST)
    overview = ask(store, catalogue["district_overview"], {"district": place["id"]}, MOST)
    shown = {row["platform"]["id"] for row in platforms.items}
    rest = [row for row in overview.items if not row["other"] or row["other"]["id"] not in shown]
    return render(
        request,
        "district.html",
        place=place,
        names=names.items,
        platforms=platforms,
        figures=[row for row in rest if row["part"] == "figure"],
        rest=[row for row in rest if row["part"] != "figure"],
        tallies=front(store, settings.home, age_of(request)).tallies,
        answer=overview,
    )
