from library.campaign import Campaign as Campaign
