import os

from library import Campaign
from pycompss.api.api import compss_wait_on


def main():
    with Campaign("campaign") as campaign:
        for angle in range(0, 30, 15):
            campaign.add(angle, {"speed": 1.5})
    reports = campaign.reports()
    print(len(reports), "reports")
    for name, value in sorted(compss_wait_on(reports).items()):
        print(name, value)


if __name__ == "__main__":
    main()
